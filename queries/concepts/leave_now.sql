/*
title = "Who is on leave on the day"
grain = "one row a client on leave"

[[examples]]
name = "on leave since the tenth"
as_of = 2026-03-15
leaves = ["2026-03-10 hospital"]
expect = { kind = "hospital", started_on = 2026-03-10 }

[[examples]]
name = "the last day of a leave still counts"
as_of = 2026-03-15
leaves = ["2026-03-10 hospital ended_on=2026-03-15"]
expect = { kind = "hospital", started_on = 2026-03-10 }

[[examples]]
name = "back since yesterday"
as_of = 2026-03-15
leaves = ["2026-03-10 hospital ended_on=2026-03-14"]
expect = []
*/
-- A leave suspends the rules about absence.
select
    lv.client_id,
    -- Of two from one day always the same one is named.
    arg_min(lv.kind, (lv.started_on, lv.kind)) as kind,
    min(lv.started_on) as started_on
from leave_span as lv
where lv.started_on <= as_of() and (lv.ended_on is null or lv.ended_on >= as_of())
group by lv.client_id
