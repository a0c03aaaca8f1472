/*
title = "A survey is overdue"
kind = "data_gap"
severity = 1
say = "{what}"
unit = "days without a score, less leave and days not entered yet"
source = "Joint Commission CTS.03.01.09; 1.5 and 2 intervals, and 14 days, are assumed."
reviewed = 2026-11-23
assumed = ["intervals_until_overdue", "intervals_until_long_overdue", "days_until_first_score"]
battery = ["survey"]

[parameters.intervals_until_overdue]
type = "DOUBLE"
default = 1.5
help = "A measure is overdue when its latest score is older than this many of its intervals"

[parameters.intervals_until_long_overdue]
type = "DOUBLE"
default = 2
help = "A measure is long overdue when its latest score is older than this many of its intervals"

[parameters.days_until_first_score]
type = "INTEGER"
default = 14
help = "A measure never scored is long overdue when this many days of the admission have passed"

[[examples]]
name = "a PHQ-9 of 22 days, where it is given every 14"
as_of = 2026-03-15
battery = { phq9 = 14 }
survey_scores = ["2026-02-21 phq9 total 8"]
expect = { state = "met", value = 22, threshold = 21, since = 2026-03-15, severity = 1, evidence = "PHQ-9 score is 22 days old" }

[[examples]]
name = "21 days are just in time"
as_of = 2026-03-15
battery = { phq9 = 14 }
survey_scores = ["2026-02-22 phq9 total 8"]
expect = { state = "not_met", value = 21 }
*/
-- Of several overdue measures the oldest relative to its interval is named. Days on leave and days after the feed
-- stopped do not make a client overdue, but the sentence gives the score's true age.
select
    f.client_id,
    case
        when f.on_leave is not null then 'missing'
        when f.measures_overdue > 0 then 'met'
        when coalesce(f.is_age_unknown, true) then 'missing'
        else 'not_met'
    end as state,
    coalesce(f.overdue_age, f.oldest_age) as value,
    f.overdue_allowed as threshold,
    f.overdue_on as since,
    f.overdue_severity as severity,
    -- Passing days are not new evidence for a team that answered; becoming long overdue is.
    case
        when f.overdue_severity = 2 and not f.is_never_given
            then
                f.overdue_allowed
                * getvariable('intervals_until_long_overdue')
                / getvariable('intervals_until_overdue')
        else f.overdue_allowed
    end as covered_value,
    concat(
        case
            when f.is_never_given
                then format('No {} score in the first {} days', f.overdue_measure, f.overdue_age)
            else
                format(
                    '{} score is {} days old', f.overdue_measure, as_of() - f.overdue_last_on
                )
        end,
        case
            when f.measures_overdue > 1
                then format(', and {} more overdue', f.measures_overdue - 1)
        end
    ) as what,
    case
        when f.on_leave is not null then 'on leave'
        when coalesce(f.is_age_unknown, true) then 'surveys were never entered'
    end as because
from client_fact as f
order by f.client_id
