/*
title = "Flags waiting for an answer, and since when"
grain = "one row a client and flag that asks for an answer and has none"
source = "Feedback helped where clinicians acted on it (Crits-Christoph and others); the days are assumed."
reviewed = 2026-11-28
assumed = ["severity_that_asks", "days_until_unanswered", "safety_days_until_unanswered"]

[parameters.severity_that_asks]
type = "INTEGER"
default = 2
help = "Flags of at least this severity need an answer"

[parameters.days_until_unanswered]
type = "INTEGER"
default = 7
help = "Days a flag may wait for an answer: from the evidence, or from the last answer where the evidence is worse since"

[parameters.safety_days_until_unanswered]
type = "INTEGER"
default = 1
help = "Days a safety flag may wait for an answer"

[columns]
since = "the date of the evidence"
waiting_since = "the latest of: the evidence; the last answer to it; for safety, the day it was entered"
is_late = "waiting for days_allowed or longer"

[[examples]]
name = "seen on the 8th, entered on the 15th: nobody could have answered before"
as_of = 2026-03-15
battery = ["phq9"]
attendance = ["2026-03-12 attended"]
survey_items = ["2026-03-08 phq9 1,1,0,2,0,1,1,0,1 entered_at=2026-03-15T09:00:00"]
expect = { rule = "suicidal_ideation", since = 2026-03-08, waiting_since = 2026-03-15, days_waiting = 0, days_allowed = 1, is_late = false }

[[examples]]
name = "answered when it was two no-shows, and a third came: the days begin again with the answer"
as_of = 2026-03-15
battery = ["drug_screen"]
attendance = ["2026-02-23 attended", "2026-02-25 attended", "2026-02-27 attended", "2026-03-02 no_show", "2026-03-09 no_show", "2026-03-11 no_show"]
drug_screens = ["2026-03-14 negative"]
decisions = ["2026-03-10 outreach rule=no_shows_in_a_row value=2 since=2026-03-02"]
parameters = { dose_share = 0.1 }
expect = { rule = "no_shows_in_a_row", since = 2026-03-02, waiting_since = 2026-03-10, days_waiting = 5, days_allowed = 7, is_late = false }
*/
-- An answer is a decision, a snooze or a risk assessment. One that does not cover later evidence still restarts
-- the count of days.
with waiting as (
    select
        fl.client_id,
        fl.rule,
        fl.kind,
        fl.severity,
        fl.evidence,
        fl.since,
        -- Evidence about safety waits from the day it was entered: nobody could answer before.
        greatest(
            fl.since,
            case when fl.kind = 'safety' then cast(fl.covered_from as date) end,
            max(cast(an.answered_at as date))
        ) as waiting_since,
        case
            when fl.kind = 'safety' then getvariable('safety_days_until_unanswered')
            else getvariable('days_until_unanswered')
        end as days_allowed
    from flag as fl
    left join answer as an
        on
            fl.client_id = an.client_id
            and (an.rule is null or fl.rule = an.rule)
            and (not an.safety_only or fl.kind = 'safety')
    where fl.answered_on is null and fl.severity >= getvariable('severity_that_asks')
    group by
        fl.client_id, fl.rule, fl.kind, fl.severity, fl.evidence, fl.since, fl.covered_from
)

select
    wt.client_id,
    wt.rule,
    wt.kind,
    wt.severity,
    wt.evidence,
    wt.since,
    wt.waiting_since,
    wt.days_allowed,
    as_of() - wt.waiting_since as days_waiting,
    coalesce(as_of() - wt.waiting_since >= wt.days_allowed, false) as is_late
from waiting as wt
