/*
title = "Leaves, from their first to their last day"
grain = "one row a leave"
reviewed = 2026-11-24

[[examples]]
name = "a leave that nobody ended, and no new admission: it lasts"
as_of = 2026-03-15
leaves = ["2026-03-10 hospital"]
expect = { kind = "hospital", started_on = 2026-03-10, ended_on = "null" }

[[examples]]
name = "a new admission ends a leave of the one before that nobody ended"
as_of = 2026-03-15
episode = [
    { level = "intensive_outpatient", started_on = 2025-10-01, ended_on = 2025-11-20 },
    { level = "intensive_outpatient", started_on = 2026-02-01 },
]
leaves = ["2025-11-10 hospital"]
expect = { started_on = 2025-11-10, ended_on = 2026-01-31 }

[[examples]]
name = "a leave that began before the first admission lasts"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-02-01 }
leaves = ["2026-01-10 jail"]
expect = { ended_on = "null" }

[[examples]]
name = "a change of level does not"
as_of = 2026-03-15
episode = [
    { level = "partial_hospitalization", started_on = 2026-01-01, ended_on = 2026-03-11 },
    { level = "intensive_outpatient", started_on = 2026-03-12 },
]
leaves = ["2026-03-10 hospital"]
expect = { ended_on = "null" }
*/
-- A leave suspends the rules about absence. One that was left open in the records when an earlier stay
-- ended would silence them for the whole of the next one, and hide every visit of it.
select
    lv.client_id,
    lv.kind,
    lv.started_on,
    coalesce(
        lv.ended_on,
        case when count(earlier.client_id) > 0 then min(later.started_on) - 1 end
    ) as ended_on
from leaves as lv
left join admission as earlier
    on
        lv.client_id = earlier.client_id
        and lv.started_on >= earlier.started_on
        and lv.ended_on is null
left join admission as later
    on
        lv.client_id = later.client_id
        and lv.started_on < later.started_on
        and lv.ended_on is null
group by lv.client_id, lv.kind, lv.started_on, lv.ended_on
order by lv.client_id, lv.started_on, lv.kind
