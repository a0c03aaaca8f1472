/*
title = "The level of care of each client, day by day"
grain = "one row a client and day in care, up to the date of the board"

[[examples]]
name = "of two open episodes the more intense one counts; the day of the end is no longer in it"
as_of = 2026-03-15
episode = [
    { level = "outpatient", started_on = 2026-03-12 },
    { level = "intensive_outpatient", started_on = 2026-03-13, ended_on = 2026-03-15 },
]
expect = [
    { on_day = 2026-03-12, level = "outpatient" },
    { on_day = 2026-03-13, level = "intensive_outpatient" },
    { on_day = 2026-03-14, level = "intensive_outpatient" },
    { on_day = 2026-03-15, level = "outpatient" },
]
*/
-- An episode that ended on the day it began counts as one day in care.
select
    ep.client_id,
    cast(span.moment as date) as on_day,
    arg_max(ep.level, coalesce(lv.rank, 0) * 100000 + (ep.started_on - date '2000-01-01')) as level,
    -- Of two alike, the one that the board shows (open_episode).
    arg_min(
        ep.episode_id,
        (-coalesce(lv.rank, 0) * 100000 - (ep.started_on - date '2000-01-01'), ep.episode_id)
    ) as episode_id
from episodes as ep
left join level as lv on ep.level = lv.level
cross join
    unnest(
        generate_series(
            ep.started_on,
            greatest(ep.started_on, coalesce(ep.ended_on - 1, as_of())),
            interval 1 day
        )
    ) as span (moment)
where ep.started_on <= as_of()
group by ep.client_id, cast(span.moment as date)
order by ep.client_id, on_day
