/*
title = "Symptoms are reliably worse"
kind = "more_intensity"
severity = 2
say = "{measure_title} {score}, {value} worse than the best of this admission ({since})"
suggests = ["add_individual_sessions"]
source = "Jacobson & Truax 1991; reliable change of each measure: its file in queries/measures."
reviewed = 2026-11-23
assumed = ["measures_that_flag"]
battery = ["core_measure"]

[parameters.measures_that_flag]
type = "INTEGER"
default = 2
help = "Measures reliably worse at or above which the rule is met; one is enough if reliably worse at its last two scores"

[[examples]]
name = "one measure, twice running"
as_of = 2026-03-15
battery = ["phq9", "gad7"]
survey_scores = ["2026-01-15 phq9 total 7", "2026-02-25 phq9 total 13", "2026-03-10 phq9 total 15"]
expect = { state = "met", value = 8, threshold = 6, since = 2026-03-10, evidence = "PHQ-9 15, 8 worse than the best of this admission (10 Mar)" }

[[examples]]
name = "one measure, once: it may be measurement error"
as_of = 2026-03-15
battery = ["phq9", "gad7"]
survey_scores = ["2026-01-15 phq9 total 7", "2026-02-25 phq9 total 8", "2026-03-10 phq9 total 15"]
expect = { state = "not_met", value = 8 }
*/
-- Compared with the best score so far, a fluctuating scale would flag too often; hence two measures, or one at
-- two scores in a row.
select
    f.client_id,
    case
        when f.core_scored_twice = 0 then 'missing'
        when
            f.core_deteriorated >= getvariable('measures_that_flag') or f.core_twice_running > 0
            then 'met'
        else 'not_met'
    end as state,
    f.worst_change as value,
    f.worst_reliable_change as threshold,
    'points worse on the ' || f.worst_measure as unit,
    f.worst_on as since,
    -- Nobody can have answered it before the last score that makes it so was entered.
    greatest(f.worst_on, f.deteriorated_known_at) as covered_from,
    f.worst_measure as measure_title,
    f.worst_score as score,
    case when f.core_scored_twice = 0 then 'fewer than two scores of a core measure' end as because
from client_fact as f
order by f.client_id
