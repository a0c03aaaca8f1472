/*
title = "Positive screens in a row"
kind = "more_intensity"
severity = 2
say = "{screens}, since {since}"
unit = "positive screens in a row"
suggests = ["increase_sessions", "refer_medication"]
source = "Published endpoints: two positives in a row (Johnson 1992), three (Krupitsky 2004)."
reviewed = 2026-11-23
assumed = ["screen_window_days"]
battery = ["drug_screen"]

[parameters.positives_that_flag]
type = "INTEGER"
default = 2
help = "Unexpected positives in a row at or above which the rule is met"

[parameters.positives_that_are_severe]
type = "INTEGER"
default = 3
help = "Unexpected positives in a row at or above which the flag has severity 3"

[parameters.screen_window_days]
type = "INTEGER"
default = 28
help = "Window for drug screens, in days"

[[examples]]
name = "a specimen that was not collected neither counts nor breaks"
as_of = 2026-03-15
drug_screens = ["2026-03-02 negative", "2026-03-04 positive", "2026-03-07 not_collected", "2026-03-09 positive"]
expect = { state = "met", value = 2, since = 2026-03-04, severity = 2 }

[[examples]]
name = "a negative ends the run"
as_of = 2026-03-15
drug_screens = ["2026-03-02 positive", "2026-03-04 positive", "2026-03-09 negative"]
expect = { state = "not_met", value = 0 }
*/
-- A positive explained by a prescription does not count. A test for cause counts like any other, and is named:
-- the letters beside the flag are of due specimens alone.
select
    f.client_id,
    case
        when f.last_result_on is null then 'missing'
        when f.last_result_on <= as_of() - getvariable('screen_window_days') then 'missing'
        when f.positives_in_a_row >= getvariable('positives_that_flag') then 'met'
        else 'not_met'
    end as state,
    f.positives_in_a_row as value,
    getvariable('positives_that_flag') as threshold,
    f.first_positive_on as since,
    -- An answer covers the run as it was known: one more positive is new.
    greatest(f.first_positive_on, f.positives_known_on) as covered_from,
    case when f.positives_in_a_row >= getvariable('positives_that_are_severe') then 3 else 2 end
        as severity,
    case
        when f.positives_in_a_row = 1
            then concat(
                'Positive at the last screen with a result',
                case when f.positives_for_cause = 1 then ' (for cause)' end
            )
        else concat(
            format('{} positive screens in a row', f.positives_in_a_row),
            case
                when f.positives_for_cause > 0 then format(' ({} for cause)', f.positives_for_cause)
            end,
            ', of those with a result'
        )
    end as screens,
    case
        when coalesce(f.last_result_on <= as_of() - getvariable('screen_window_days'), true)
            then none_lately(
                'screen with a result', getvariable('screen_window_days'), f.last_result_on
            )
    end as because
from client_fact as f
order by f.client_id
