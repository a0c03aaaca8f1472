/*
title = "What was on screen at conferences up to the day"
*/
select
    ci.conference_id,
    coalesce(merged.client_id, ci.client_id) as client_id,
    ci.shown_at,
    ci.pane,
    ci.priority,
    ci.flags
from clinic.conference_items as ci
left join client_aliases as merged on ci.client_id = merged.old_id
where ci.shown_at < as_of() + interval 1 day
