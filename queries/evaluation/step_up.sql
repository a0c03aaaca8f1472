/*
title = "Moves to a higher level, here or somewhere else, as known at the end of the history"
kind = "table"
grain = "one row a client and move"

[columns]
least_rank = "the rank of the level that it led to; of one somewhere else, the lowest that it can have"
*/
-- A clinic without the next rung sends people to another: its own records say no more than that the
-- stay ended so, and who comes back to the same level afterwards was higher in between.
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
