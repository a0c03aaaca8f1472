/*
title = "Leaves, from their first to their last day"
kind = "table"
grain = "one row a leave"
reviewed = 2026-11-24

[parameters.days_between_episodes]
type = "INTEGER"
default = 14
help = "Episodes at most this many days apart make one admission"

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
-- A leave suspends the rules about absence. One left open in the records when an earlier stay ended would
-- silence them for the whole next stay, and hide all its visits.
with open_leave as (
    select
        lv.client_id,
        lv.kind,
        lv.started_on,
        lv.ended_on,
        bool_or(ep.started_on <= lv.started_on and ep.ended_on is null) as stay_lasts,
        max(ep.ended_on) filter (where ep.started_on <= lv.started_on) as stay_ended_on,
        min(ep.started_on) filter (where ep.started_on > lv.started_on) as next_stay_on
    from leaves as lv
    left join episodes as ep
        on lv.client_id = ep.client_id and lv.ended_on is null and ep.started_on <= as_of()
    group by lv.client_id, lv.kind, lv.started_on, lv.ended_on
)

select
    ol.client_id,
    ol.kind,
    ol.started_on,
    case
        when ol.ended_on is not null then ol.ended_on
        when
            not ol.stay_lasts
            and ol.next_stay_on - ol.stay_ended_on > getvariable('days_between_episodes')
            then ol.next_stay_on - 1
    end as ended_on
from open_leave as ol
order by ol.client_id, ol.started_on, ol.kind
