/*
title = "A rung of the clinic's ladder that is there twice, or steps down to no lower rung"
kind = "check"
grain = "one row a rung and problem"
help = "A client there would be called ready to step down to a level that nobody offers, or to more care. Mend the clinic's own concepts/level.sql."
reviewed = 2026-11-30

[columns]
problem = "twice: counted twice wherever the level is looked up; step down: next_down names no rung of a lower rank"

[[examples]]
name = "the ladder that came with the library is at one with itself"
as_of = 2026-03-15
expect = []
*/
-- The ladder is written by hand, and a misspelt `next_down` looks like any other on the client's page.
select
    lv.level,
    'twice' as problem,
    null as next_down
from level as lv
group by lv.level
having count(*) > 1
union all
select distinct
    lv.level,
    'step down' as problem,
    lv.next_down
from level as lv
left join level as nd on lv.next_down = nd.level
where lv.next_down is not null and coalesce(nd.rank >= lv.rank, true)
order by level, problem, next_down
