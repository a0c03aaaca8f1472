/*
title = "A client with more than one open episode"
kind = "check"
grain = "one row a client"
help = "The board shows the more intense one. Usually the end of the other was never entered."
reviewed = 2026-11-24

[[examples]]
name = "outpatient began, and intensive outpatient was never ended"
as_of = 2026-03-15
episode = [
    { level = "intensive_outpatient", started_on = 2026-01-10 },
    { level = "outpatient", started_on = 2026-02-01 },
]
expect = { client_id = "X", episodes = 2, levels = ["intensive_outpatient", "outpatient"], first_started_on = 2026-01-10, last_started_on = 2026-02-01 }
*/
-- Dose, level and next step are read from one episode: it should be the right one.
select
    ep.client_id,
    count(*) as episodes,
    list(ep.level order by ep.started_on, ep.episode_id) as levels,
    list(ep.episode_id order by ep.started_on, ep.episode_id) as episode_ids,
    min(ep.started_on) as first_started_on,
    max(ep.started_on) as last_started_on
from episodes as ep
where ep.started_on <= as_of() and ep.ended_on is null
group by ep.client_id
having count(*) > 1
order by ep.client_id
