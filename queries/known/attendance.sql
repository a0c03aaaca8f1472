/*
title = "Who came to which session, as known on the day"
*/
-- A session after the day reads as scheduled: nobody has attended or missed it yet.
select
    att.session_id,
    coalesce(merged.client_id, att.client_id) as client_id,
    case when ahead.session_id is null then att.status else 'scheduled' end as status,
    case when ahead.session_id is null then att.minutes_attended end as minutes_attended,
    att.entered_at
from clinic.attendance as att
left join client_aliases as merged on att.client_id = merged.old_id
left join sessions as ahead
    on att.session_id = ahead.session_id and ahead.starts_at >= as_of() + interval 1 day
anti join recorded_twice as twice on att.rowid = twice.row_id and twice.table_name = 'attendance'
where known_then(att.known_from, att.known_until)
