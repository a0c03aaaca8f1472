/*
title = "The open episode of each client"
grain = "one row an open client"

[[examples]]
name = "of two open episodes the more intense one counts"
as_of = 2026-03-15
episode = [
    { level = "outpatient", started_on = 2026-02-01 },
    { level = "intensive_outpatient", started_on = 2026-01-10, sessions_per_week = 3, hours_per_week = 9 },
]
expect = { level = "intensive_outpatient", started_on = 2026-01-10, next_level = "outpatient" }
*/
-- Where an episode does not prescribe sessions or hours, its level's defaults stand in (prescribed_hours). A system
-- that writes 0 planned weeks has no plan: else the plan would be done on the first day.
select
    ep.client_id,
    ep.episode_id,
    ep.level,
    lv.title as level_title,
    lv.next_down as next_level,
    ep.started_on,
    nullif(ep.planned_weeks, 0) as planned_weeks,
    ep.authorized_until,
    coalesce(ep.sessions_per_week, lv.sessions_per_week) as sessions_per_week,
    prescribed_hours(
        ep.hours_per_week, ep.sessions_per_week, lv.hours_per_week, lv.sessions_per_week
    ) as hours_per_week
from episodes as ep
left join level as lv on ep.level = lv.level
where ep.started_on <= as_of() and ep.ended_on is null
qualify
    row_number() over (
        partition by ep.client_id
        order by lv.rank desc nulls last, ep.started_on desc, ep.episode_id asc
    ) = 1
