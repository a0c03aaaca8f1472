/*
title = "Sessions up to the day, with what came of each, on leave or not"
grain = "one row a client and session"

[parameters.share_of_a_partial_visit]
type = "DOUBLE"
default = 0.5
at_most = 1
help = "Share of a session credited for late and left_early where the minutes are empty"

[[examples]]
name = "a visit on a day of leave was a visit"
as_of = 2026-03-15
attendance = ["2026-03-09 attended minutes=180"]
leaves = ["2026-03-09 hospital"]
expect = { attended = true, attended_minutes = 180 }

[[examples]]
name = "late without minutes counts half, and what lies ahead is not there"
as_of = 2026-03-15
attendance = ["2026-03-09 late minutes=180", "2026-03-16 scheduled"]
expect = { attended = true, counts = true, attended_minutes = 90, excluded_minutes = 0 }
*/
-- The denominator of attendance excludes sessions cancelled by the program, excused, or still only scheduled
-- (no outcome entered yet). A late cancellation counts as missed, but neither adds to a run of no-shows
-- nor ends it.
select
    att.client_id,
    att.session_id,
    cast(se.starts_at as date) as on_day,
    cast(greatest(se.starts_at, att.entered_at) as date) as known_on,
    se.starts_at,
    se.kind,
    att.status,
    att.status in ('attended', 'late', 'left_early') as attended,
    attended or att.status in ('late_cancel', 'no_show') as counts,
    attended or att.status = 'no_show' as counts_in_run,
    case
        when not attended then 0
        when att.minutes_attended is not null then att.minutes_attended
        when att.status = 'attended' then se.minutes
        else se.minutes * getvariable('share_of_a_partial_visit')
    end as attended_minutes,
    case
        when att.status in ('cancelled_by_program', 'excused', 'scheduled') then se.minutes
        else 0
    end as excluded_minutes
from attendance as att
inner join sessions as se on att.session_id = se.session_id
where se.starts_at < as_of() + interval 1 day
