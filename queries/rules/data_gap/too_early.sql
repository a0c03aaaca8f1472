/*
title = "Too early to say"
kind = "data_gap"
severity = 2
say = "Day {day} of the admission, and no baseline score yet"
unit = "days since the admission"
source = "Progress can only be judged against a baseline; 14 days are assumed."
reviewed = 2026-11-23
assumed = ["baseline_days"]
battery = ["survey"]

[parameters.baseline_days]
type = "INTEGER"
default = 14
help = "A baseline score is given at most this many days before or after the start of the admission"

[[examples]]
name = "day 14, no score"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-03-02, sessions_per_week = 3, hours_per_week = 9 }
expect = { state = "met", value = 13, threshold = 14, since = 2026-03-02, evidence = "Day 14 of the admission, and no baseline score yet" }

[[examples]]
name = "day 15 is no longer early: what is missing is overdue then"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-03-01, sessions_per_week = 3, hours_per_week = 9 }
expect = { state = "not_met", value = 14, evidence = "null" }
*/
select
    f.client_id,
    case
        when f.days_in < getvariable('baseline_days') and f.scales_scored = 0 then 'met'
        else 'not_met'
    end as state,
    f.days_in as value,
    getvariable('baseline_days') as threshold,
    f.admitted_on as since,
    f.days_in + 1 as day,
    -- Passing days are not new evidence.
    0 as covered_value,
    case when f.days_in < getvariable('baseline_days') then 'a baseline score is known' end
        as because
from client_fact as f
order by f.client_id
