/*
title = "Early screens positive or not collected"
kind = "more_intensity"
severity = 2
say = "{value:0} of the first {due} screens positive or not collected, since {since}"
unit = "screens positive or not collected"
suggests = ["increase_sessions", "refer_medication"]
source = "Luo 2023, 2,199 people in treatment for opioid use: 3 of 3 positive or missing, 85% return to use; 3 negative, 13%. McDermott 2015."
reviewed = 2026-11-24
assumed = ["early_days", "early_bad_screens_that_flag"]
battery = ["drug_screen"]

[parameters.early_days]
type = "INTEGER"
default = 28
help = "Days at the start of the admission during which early screens are judged"

[parameters.early_screens]
type = "INTEGER"
default = 3
help = "Number of first due screens that count as the early ones"

[parameters.early_bad_screens_that_flag]
type = "INTEGER"
default = 2
help = "Early screens positive or not collected at or above which the rule is met; with fewer due, it is missing"

[[examples]]
name = "two of the first three"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-02-20 }
drug_screens = ["2026-02-25 positive", "2026-03-04 negative", "2026-03-11 not_collected"]
expect = { state = "met", value = 2, threshold = 2, since = 2026-02-25, severity = 2, evidence = "2 of the first 3 screens positive or not collected, since 25 Feb" }

[[examples]]
name = "all of the first three are severe"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-02-20 }
drug_screens = ["2026-02-25 positive", "2026-03-04 positive", "2026-03-11 not_collected"]
expect = { state = "met", value = 3, severity = 3, evidence = "3 of the first 3 screens positive or not collected, since 25 Feb" }
*/
-- Of those whose first three screens were all positive or missing, most returned to use: a reason to look at the
-- plan early. After four weeks continued_use takes over.
select
    f.client_id,
    case
        when f.days_in > getvariable('early_days') then 'not_met'
        when f.early_due < getvariable('early_bad_screens_that_flag') then 'missing'
        when f.early_bad >= getvariable('early_bad_screens_that_flag') then 'met'
        else 'not_met'
    end as state,
    case when f.days_in <= getvariable('early_days') then f.early_bad end as value,
    getvariable('early_bad_screens_that_flag') as threshold,
    f.early_bad_on as since,
    -- An answer covers the screens as they were known: one more bad screen is new.
    greatest(f.early_bad_on, f.early_known_on) as covered_from,
    case when f.early_bad >= getvariable('early_screens') then 3 else 2 end as severity,
    f.early_due as due,
    case
        when
            f.days_in <= getvariable('early_days')
            and f.early_due < getvariable('early_bad_screens_that_flag')
            then format(
                'specimens due so far: {}, of {} needed',
                f.early_due,
                getvariable('early_bad_screens_that_flag')
            )
    end as because
from client_fact as f
order by f.client_id
