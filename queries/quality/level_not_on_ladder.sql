/*
title = "A client at a level that the clinic's ladder does not have"
kind = "check"
grain = "one row a level"
help = "Without its rung a level has no usual sessions and hours, no place in the order and nothing to step down to. Add it to the clinic's own concepts/level.sql, or mend the level in the extract."
reviewed = 2026-11-30

[columns]
clients = "in care now"

[[examples]]
name = "the ladder that came with the library has every level of the extracts"
as_of = 2026-03-15
episode = [
    { level = "residential", started_on = 2026-01-10 },
    { level = "aftercare", started_on = 2026-01-10 },
]
expect = []
*/
-- A clinic's own ladder may leave out what it does not offer, and import still takes every level of the extracts:
-- dose would then be judged against nothing, and a move to or from that level would be no step up or down.
select
    ep.level,
    count(distinct ep.client_id) as clients
from episodes as ep
anti join level as lv on ep.level = lv.level
where ep.started_on <= as_of() and ep.ended_on is null
group by ep.level
order by ep.level
