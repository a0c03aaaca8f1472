/*
title = "Events of each open client"
grain = "one row an open client with an event in the admission or in the last 28 days"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[parameters.safety_window_days]
type = "INTEGER"
default = 28
help = "Days for which evidence about safety stands against a step down"

[parameters.critical_event_days]
type = "INTEGER"
default = 14
help = "Window for critical events, in days"

[parameters.critical_use_days]
type = "INTEGER"
default = 14
help = "Window for a return to use after lost tolerance to opioids, in days"

[parameters.return_days]
type = "INTEGER"
default = 7
help = "Window for a return to use, in days"

[[examples]]
name = "an overdose three weeks ago"
as_of = 2026-03-15
events = ["2026-02-22 overdose", "2026-03-01 arrest"]
expect = { safety_event_on = 2026-02-22, use_event_on = 2026-02-22, critical_events = 1, critical_on = "null" }

[[examples]]
name = "two in the last two weeks"
as_of = 2026-03-15
events = ["2026-03-10 emergency_visit", "2026-03-04 self_harm entered_at=2026-03-12T10:00:00"]
expect = { critical_events = 2, critical_on = 2026-03-10, critical_what = "self-harm on 4 Mar, emergency visit on 10 Mar", critical_is_severe = true, critical_known_at = 2026-03-12 }
*/
-- An arrest or an assessment is not a danger in itself. Critical events are counted over the whole admission
-- and the days just before it, so that a later one always exceeds what was answered. Overdose and
-- self-harm are named first: a narrow board cuts off the end.
with seen as (
    select
        ev.client_id,
        ev.event_id,
        ev.occurred_on,
        ev.kind,
        as_of() - ev.occurred_on as days_back,
        day_bit(ev.occurred_on) as bit,
        greatest(ev.occurred_on, ev.known_from) as known_at,
        ev.kind in ('overdose', 'self_harm') as is_severe,
        is_severe or ev.kind in ('hospitalization', 'emergency_visit', 'crisis') as is_safety,
        ev.kind = 'return_to_use' as is_use,
        ev.occurred_on > oc.admitted_on - getvariable('critical_event_days') as in_admission,
        replace(replace(ev.kind, 'self_harm', 'self-harm'), '_', ' ')
        || ' on '
        || short_day(ev.occurred_on) as what
    from events as ev
    inner join open_client as oc on ev.client_id = oc.client_id
    where
        ev.occurred_on <= as_of()
        and ev.occurred_on > least(
            oc.admitted_on - getvariable('critical_event_days'),
            as_of() - greatest(getvariable('safety_window_days'), getvariable('use_window_days'))
        )
)

select
    se.client_id,
    max(se.occurred_on) filter (
        where se.is_safety and se.days_back < getvariable('safety_window_days')
    ) as safety_event_on,
    -- An overdose rules out abstinence too; it is not a return to use, since it has its own rule.
    max(se.occurred_on) filter (
        where
        (se.is_use or se.kind = 'overdose') and se.days_back < getvariable('use_window_days')
    ) as use_event_on,
    count(*) filter (where se.is_safety and se.in_admission) as critical_events,
    max(se.occurred_on) filter (
        where se.is_safety and se.days_back < getvariable('critical_event_days')
    ) as critical_on,
    string_agg(se.what, ', ' order by not se.is_severe, se.occurred_on, se.event_id) filter (
        where se.is_safety and se.days_back < getvariable('critical_event_days')
    ) as critical_what,
    bool_or(se.is_severe and se.days_back < getvariable('critical_event_days'))
        as critical_is_severe,
    max(se.known_at) filter (
        where se.is_safety and se.days_back < getvariable('critical_event_days')
    ) as critical_known_at,
    bit_or(se.bit) filter (where se.is_use) as used_days,
    min(se.known_at) filter (
        where se.is_use and se.days_back < getvariable('critical_use_days')
    ) as use_first_known_at,
    max(se.known_at) filter (where se.is_use and se.days_back < getvariable('return_days'))
        as use_last_known_at
from seen as se
group by se.client_id
