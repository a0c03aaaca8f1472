/*
title = "Goals, as known on the day"
*/
-- A goal closed after the day reads as open.
select
    go.goal_id,
    coalesce(merged.client_id, go.client_id) as client_id,
    go.title,
    go.weight,
    go.set_on,
    case when go.closed_on <= as_of() then go.closed_on end as closed_on
from clinic.goals as go
left join client_aliases as merged on go.client_id = merged.old_id
where known_then(go.known_from, go.known_until)
