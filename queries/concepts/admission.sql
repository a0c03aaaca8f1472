/*
title = "Admissions: runs of consecutive episodes"
grain = "one row an admission"

[parameters.days_between_episodes]
type = "INTEGER"
default = 14
help = "Episodes at most this many days apart make one admission"

[[examples]]
name = "14 days apart is one admission"
as_of = 2026-03-15
episode = [
    { level = "residential", started_on = 2025-12-01, ended_on = 2026-01-01 },
    { level = "outpatient", started_on = 2026-01-15 },
]
expect = { started_on = 2025-12-01, episodes = 2 }
*/
-- Baseline, weeks and retention are counted over the admission: a change of level is not a new start.
-- It ends as its last episode ended; of two that end on one day a death counts, else the one that began
-- later. Where that episode gives no reason, the reason is unknown.
with begun as (
    select
        ep.client_id,
        ep.started_on,
        ep.episode_id,
        ep.end_reason,
        coalesce(ep.ended_on, as_of()) as last_day,
        ep.ended_on is null as is_open
    from episodes as ep
    where ep.started_on <= as_of()
),

compared as (
    select
        bg.client_id,
        bg.started_on,
        bg.episode_id,
        bg.end_reason,
        bg.last_day,
        bg.is_open,
        max(bg.last_day) over (
            partition by bg.client_id
            order by bg.started_on, bg.last_day, bg.episode_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_last_day
    from begun as bg
),

numbered as (
    select
        cp.client_id,
        cp.started_on,
        cp.last_day,
        cp.is_open,
        cp.episode_id,
        cp.end_reason,
        (cp.last_day, coalesce(cp.end_reason = 'died', false), cp.started_on, cp.episode_id)
            as place,
        count(*) filter (
            where
            cp.earlier_last_day is null
            or cp.started_on - cp.earlier_last_day > getvariable('days_between_episodes')
        ) over (
            partition by cp.client_id
            order by cp.started_on, cp.last_day, cp.episode_id
            rows between unbounded preceding and current row
        ) as admission_number
    from compared as cp
)

select
    nb.client_id,
    nb.admission_number,
    min(nb.started_on) as started_on,
    case when not bool_or(nb.is_open) then max(nb.last_day) end as ended_on,
    case when not bool_or(nb.is_open) then arg_max_null(nb.end_reason, nb.place) end as end_reason,
    arg_max(nb.episode_id, nb.place) as last_episode_id,
    count(*) as episodes
from numbered as nb
group by nb.client_id, nb.admission_number
