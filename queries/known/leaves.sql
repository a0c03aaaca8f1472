/*
title = "Leaves, as known on the day"
*/
-- An end after the day is not known yet.
select
    coalesce(merged.client_id, lv.client_id) as client_id,
    lv.kind,
    lv.started_on,
    case when lv.ended_on <= as_of() then lv.ended_on end as ended_on
from clinic.leaves as lv
left join client_aliases as merged on lv.client_id = merged.old_id
anti join recorded_twice as twice on lv.rowid = twice.row_id and twice.table_name = 'leaves'
where known_then(lv.known_from, lv.known_until)
