/*
title = "Risk of suicide in the C-SSRS"
kind = "safety"
severity = 2
say = "C-SSRS: {risk} risk ({since})"
unit = "C-SSRS: 1 low, 2 moderate, 3 high"
suggests = ["safety_plan"]
source = "Columbia triage: 4, 5, or 6 within 3 months is high; 3, or 6 longer ago, moderate. Days and severities are assumed."
reviewed = 2026-11-24
assumed = ["cssrs_days", "cssrs_that_is_severe"]
battery = ["cssrs"]

[parameters.cssrs_days]
type = "INTEGER"
default = 30
help = "Days for which a C-SSRS counts"

[parameters.cssrs_that_flags]
type = "INTEGER"
default = 2
help = "C-SSRS triage at or above this: 1 low, 2 moderate, 3 high"

[parameters.cssrs_that_is_severe]
type = "INTEGER"
default = 3
help = "C-SSRS triage at or above which the flag has severity 3"

[[examples]]
name = "moderate"
as_of = 2026-03-15
battery = ["cssrs"]
survey_scores = ["2026-03-10 cssrs total 2"]
expect = { state = "met", value = 2, threshold = 2, since = 2026-03-10, severity = 2, evidence = "C-SSRS: moderate risk (10 Mar)" }

[[examples]]
name = "low"
as_of = 2026-03-15
battery = ["cssrs"]
survey_scores = ["2026-03-10 cssrs total 1"]
expect = { state = "not_met", value = 1 }
*/
-- The C-SSRS is given where there is a reason to, so having none in the window is not a gap. The latest one
-- counts. The team's answer covers earlier ones at least as high; a higher one is new.
select
    f.client_id,
    case
        when
            f.cssrs >= getvariable('cssrs_that_flags')
            and f.cssrs_on > as_of() - getvariable('cssrs_days')
            then 'met'
        else 'not_met'
    end as state,
    case when f.cssrs_on > as_of() - getvariable('cssrs_days') then f.cssrs end as value,
    getvariable('cssrs_that_flags') as threshold,
    f.cssrs_on as since,
    f.cssrs_covered_from as covered_from,
    case when f.cssrs >= getvariable('cssrs_that_is_severe') then 3 else 2 end as severity,
    -- The triage in its published words, whatever threshold a clinic sets.
    case when f.cssrs >= 3 then 'high' when f.cssrs >= 2 then 'moderate' else 'low' end as risk
from client_fact as f
order by f.client_id
