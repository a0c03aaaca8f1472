/*
title = "Sessions up to the day and not on leave, and how each counts"
grain = "one row a client and session"

[[examples]]
name = "late without minutes counts half"
as_of = 2026-03-15
attendance = ["2026-03-09 late minutes=180"]
expect = { attended = true, counts = true, attended_minutes = 90, excluded_minutes = 0 }
*/
-- On leave nobody is expected: what rules and dose count leaves those days out.
select
    ao.client_id,
    ao.session_id,
    ao.on_day,
    ao.known_on,
    ao.starts_at,
    ao.kind,
    ao.status,
    ao.attended,
    ao.counts,
    ao.counts_in_run,
    ao.attended_minutes,
    ao.excluded_minutes
from attendance_outcome as ao
anti join leave_day as ld on ao.client_id = ld.client_id and ao.on_day = ld.on_day
