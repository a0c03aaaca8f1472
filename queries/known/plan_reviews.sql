/*
title = "Plan reviews due and done, as known on the day"
*/
-- A review done after the day reads as still to be done; one that is due ahead is visible.
select
    coalesce(merged.client_id, rv.client_id) as client_id,
    rv.kind,
    rv.due_on,
    case when rv.done_on <= as_of() then rv.done_on end as done_on
from clinic.plan_reviews as rv
left join client_aliases as merged on rv.client_id = merged.old_id
anti join recorded_twice as twice on rv.rowid = twice.row_id and twice.table_name = 'plan_reviews'
where known_then(rv.known_from, rv.known_until)
