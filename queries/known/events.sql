/*
title = "Events, as known on the day"
*/
select
    ev.event_id,
    coalesce(merged.client_id, ev.client_id) as client_id,
    ev.occurred_on,
    ev.kind,
    ev.note,
    ev.entered_at,
    ev.known_from
from clinic.events as ev
left join client_aliases as merged on ev.client_id = merged.old_id
where known_then(ev.known_from, ev.known_until)
