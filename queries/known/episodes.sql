/*
title = "Episodes of care, as known on the day"
*/
-- An end after the day is not known yet, so the episode reads as open.
select
    ep.episode_id,
    coalesce(merged.client_id, ep.client_id) as client_id,
    ep.level,
    ep.started_on,
    case when ep.ended_on <= as_of() then ep.ended_on end as ended_on,
    case when ep.ended_on <= as_of() then ep.end_reason end as end_reason,
    ep.planned_weeks,
    ep.sessions_per_week,
    ep.hours_per_week,
    ep.authorized_until
from clinic.episodes as ep
left join client_aliases as merged on ep.client_id = merged.old_id
where known_then(ep.known_from, ep.known_until)
