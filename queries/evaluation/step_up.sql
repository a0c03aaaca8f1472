/*
title = "Moves to a higher level, here or somewhere else, as known at the end of the history"
kind = "table"
grain = "one row a client and move"

[columns]
least_rank = "rank of the level moved to; for a move to another clinic, the lowest it can be"
*/
-- A clinic without the next level refers people elsewhere: its own records only show that the stay ended as
-- stepped_up, and a client who returns to the same level was at a higher one in between.
select
    lc.client_id,
    lc.on_day,
    tl.rank as least_rank
from level_change as lc
inner join level as tl on lc.to_level = tl.level
where lc.kind = 'up'
union all
select
    lc.client_id,
    lc.on_day - coalesce(cast(lc.days_between as integer), 0) as on_day,
    fl.rank + 1 as least_rank
from level_change as lc
inner join level as fl on lc.from_level = fl.level
where lc.reason = 'stepped_up' and lc.kind <> 'up' and coalesce(lc.days_between > 0, true)
