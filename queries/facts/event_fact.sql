/*
title = "What events say about each client"
grain = "one row a client with an event in the last 28 days"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Days in which use that was told is looked at"

[parameters.safety_window_days]
type = "INTEGER"
default = 28
help = "Days in which evidence about safety counts"

[[examples]]
name = "an overdose three weeks ago"
as_of = 2026-03-15
events = ["2026-02-22 overdose", "2026-03-01 arrest"]
expect = { safety_event_on = 2026-02-22, use_event_on = "null" }
*/
select
    ev.client_id,
    max(ev.occurred_on) filter (
        where
        ev.kind in ('overdose', 'self_harm', 'hospitalization', 'emergency_visit', 'crisis')
        and ev.occurred_on > as_of() - getvariable('safety_window_days')
    ) as safety_event_on,
    max(ev.occurred_on) filter (
        where
        ev.kind = 'return_to_use' and ev.occurred_on > as_of() - getvariable('use_window_days')
    ) as use_event_on
from events as ev
where
    ev.occurred_on > as_of() - greatest(
        getvariable('safety_window_days'), getvariable('use_window_days')
    )
    and ev.occurred_on <= as_of()
group by ev.client_id
