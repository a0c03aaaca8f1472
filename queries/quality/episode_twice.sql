/*
title = "The same episode entered twice"
kind = "check"
grain = "one row a client, level and day of start"
help = "Two ids for one stay: whatever sums over episodes counts it twice."
reviewed = 2026-11-24

[[examples]]
name = "the same level from the same day, under two ids"
as_of = 2026-03-15
episode = [
    { level = "outpatient", started_on = 2026-02-01 },
    { level = "outpatient", started_on = 2026-02-01, ended_on = 2026-03-01 },
]
expect = { client_id = "X", level = "outpatient", started_on = 2026-02-01, episodes = 2 }
*/
-- Happens where an episode was entered again instead of corrected, or where two records of one person were
-- merged.
select
    ep.client_id,
    ep.level,
    ep.started_on,
    count(*) as episodes,
    list(ep.episode_id order by ep.episode_id) as episode_ids
from episodes as ep
where ep.started_on <= as_of()
group by ep.client_id, ep.level, ep.started_on
having count(*) > 1
order by ep.client_id, ep.started_on, ep.level
