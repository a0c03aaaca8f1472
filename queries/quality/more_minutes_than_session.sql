/*
title = "Minutes attended exceed the session's length"
kind = "check"
grain = "one row a client and session"
help = "With status attended, late or left_early the minutes count in full towards the dose; with any other status, the status or the minutes are wrong."
reviewed = 2026-11-24

[[examples]]
name = "240 minutes of 180"
as_of = 2026-03-15
attendance = ["2026-03-09 attended minutes=180 attended=240"]
expect = { client_id = "X", on_day = 2026-03-09, status = "attended", session_minutes = 180, minutes_attended = 240 }
*/
-- The team reads hours attended against hours prescribed: a typing error counts there.
select
    att.client_id,
    att.session_id,
    cast(se.starts_at as date) as on_day,
    att.status,
    se.minutes as session_minutes,
    att.minutes_attended
from attendance as att
inner join sessions as se on att.session_id = se.session_id
where att.minutes_attended > se.minutes
order by att.client_id, se.starts_at, att.session_id
