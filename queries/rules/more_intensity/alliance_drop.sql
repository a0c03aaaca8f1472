/*
title = "The client rates the sessions low, or lower than before"
kind = "more_intensity"
severity = 1
say = "SRS {score}{fall} ({since})"
unit = "SRS, 0 to 40"
worse = "lower"
suggests = ["modify_plan"]
source = "A score under 36 of 40 is talked about (support.openfit.care); the fall of 5 is assumed."
reviewed = 2026-11-24
assumed = ["srs_fall_that_flags"]
battery = ["srs"]

[parameters.srs_that_is_low]
type = "DOUBLE"
default = 36
help = "Session Rating Scale below this"

[parameters.srs_fall_that_flags]
type = "DOUBLE"
default = 5
help = "Session Rating Scale this much below the one before meets the rule too"

[[examples]]
name = "just under the mark"
as_of = 2026-03-15
survey_scores = ["2026-03-10 srs total 35.9"]
expect = { state = "met", value = 35.9, threshold = 36, since = 2026-03-10, severity = 1, evidence = "SRS 35.9 (10 Mar)" }

[[examples]]
name = "at the mark, and a fall of less than five"
as_of = 2026-03-15
survey_scores = ["2026-03-03 srs total 40", "2026-03-10 srs total 36"]
expect = { state = "not_met", value = 36 }
*/
-- A low rating is feedback about the sessions: a reason to ask and to change something. A missing SRS is
-- reported by measure_overdue.
select
    f.client_id,
    case
        when f.srs < getvariable('srs_that_is_low') then 'met'
        when f.srs_before - f.srs >= getvariable('srs_fall_that_flags') then 'met'
        else 'not_met'
    end as state,
    f.srs as value,
    getvariable('srs_that_is_low') as threshold,
    f.srs_on as since,
    -- In tenths, as the form has it; a score just below the threshold is never rounded up to it.
    case
        when
            f.srs < getvariable('srs_that_is_low')
            and round(f.srs, 1) >= getvariable('srs_that_is_low')
            then printf('%g', f.srs)
        else format('{:.1f}', f.srs)
    end as score,
    case
        when f.srs_before - f.srs >= getvariable('srs_fall_that_flags')
            then format(', {:.1f} before', f.srs_before)
        else ''
    end as fall
from client_fact as f
order by f.client_id
