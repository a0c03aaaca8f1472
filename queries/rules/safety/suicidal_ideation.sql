/*
title = "Thoughts of self-harm"
kind = "safety"
severity = 2
say = "Self-harm thoughts: {value:0} of 3 on PHQ-9 item 9 ({since})"
unit = "PHQ-9 item 9, 0 to 3"
suggests = ["safety_plan"]
source = "Simon 2013, 84,418 patients: a year's risk of an attempt rises from 0.4% to 4% with item 9."
reviewed = 2026-11-23
assumed = ["phq9_days", "item9_that_is_severe"]
battery = ["phq9"]

[parameters.phq9_days]
type = "INTEGER"
default = 28
help = "Days for which a PHQ-9 counts as evidence about self-harm"

[parameters.item9_that_flags]
type = "INTEGER"
default = 1
help = "PHQ-9 item 9 (thoughts of self-harm) at or above this"

[parameters.item9_that_is_severe]
type = "INTEGER"
default = 2
help = "PHQ-9 item 9 at or above which the flag has severity 3"

[[examples]]
name = "several days: look, and talk about it"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
expect = { state = "met", value = 1, threshold = 1, since = 2026-03-10, severity = 2 }

[[examples]]
name = "a PHQ-9 without item 9 says nothing about it"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,-"]
expect = { state = "missing" }
*/
-- Most people who answer above 0 never attempt suicide, and 0 does not rule out risk: the item is a reason to
-- talk. The team's answer covers earlier forms at least as high; a higher item is new.
select
    f.client_id,
    case
        when f.phq9_on is null or f.phq9_on <= as_of() - getvariable('phq9_days') then 'missing'
        when f.item9 is null then 'missing'
        when f.item9 >= getvariable('item9_that_flags') then 'met'
        else 'not_met'
    end as state,
    f.item9 as value,
    getvariable('item9_that_flags') as threshold,
    f.phq9_on as since,
    f.item9_covered_from as covered_from,
    case when f.item9 >= getvariable('item9_that_is_severe') then 3 else 2 end as severity,
    case
        when coalesce(f.phq9_on <= as_of() - getvariable('phq9_days'), true)
            then none_lately('PHQ-9', getvariable('phq9_days'), f.phq9_on)
        when f.item9 is null then 'item 9 is missing in the PHQ-9 of ' || short_day(f.phq9_on)
    end as because
from client_fact as f
order by f.client_id
