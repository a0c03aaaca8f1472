-- Attendance without entered_at is known from its session's day. Where that day lay ahead by mistake, or
-- the session was moved to an earlier one, the rows need not come again to be known.
update clinic.attendance as e
set known_from = greatest($loaded_at::timestamp, s.starts_at)
from session_start as s
where e.session_id = s.id
    and e.entered_at is null
    and e.known_until is null
    and e.known_from > greatest($loaded_at::timestamp, s.starts_at)
