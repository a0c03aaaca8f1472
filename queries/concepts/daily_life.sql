/*
title = "Daily life: the last week against the three before"
grain = "one row an open client and thing that is logged"
source = "Recent days against a person's own earlier days (momentary assessment: Serre 2015; Vafaie & Kober 2022 on craving); the windows are assumed."
reviewed = 2026-11-24

[parameters.craving_days]
type = "INTEGER"
default = 7
help = "Recent period for craving, in days"

[parameters.craving_days_before]
type = "INTEGER"
default = 21
help = "Comparison period for craving: this many days before the recent ones"

[[examples]]
name = "sleep and mood of the week, and nothing logged before"
as_of = 2026-03-15
daily_logs = ["2026-03-14 mood=6 sleep_hours=7", "2026-03-15 mood=7"]
expect = [
    { thing = "craving", days_logged = 0, mean = "null" },
    { thing = "mood", days_logged = 2, mean = 6.5, days_logged_before = 0, mean_before = "null", change = "null", better = "higher" },
    { thing = "stress", days_logged = 0 },
    { thing = "sleep_hours", days_logged = 1, mean = 7, unit = "hours" },
    { thing = "exercise_minutes", days_logged = 0 },
    { thing = "mindfulness_minutes", days_logged = 0 },
]
*/
-- Clients are compared with themselves, not with others, over the same days as in craving_rise; days of a stay
-- just before count too. Means are over logged days, with their number beside each: a client who logs only
-- on good days looks better than they are. A day without a log is not a day without exercise. That more
-- sleep is better is our own reading, and not true of everybody.
with thing_logged as (
    select
        th.thing,
        th.place,
        th.title,
        th.unit,
        th.better
    from (
        values
        ('craving', 1, 'Craving', '0 to 10', 'lower'),
        ('mood', 2, 'Mood', '0 to 10', 'higher'),
        ('stress', 3, 'Stress', '0 to 10', 'lower'),
        ('sleep_hours', 4, 'Sleep', 'hours', 'higher'),
        ('exercise_minutes', 5, 'Exercise', 'minutes', 'higher'),
        ('mindfulness_minutes', 6, 'Mindfulness', 'minutes', 'higher')
    ) as th (thing, place, title, unit, better)
),

value_logged as (
    select
        ld.client_id,
        as_of() - ld.logged_on < getvariable('craving_days') as is_now,
        one.pair.thing,
        one.pair.logged
    from daily_logs as ld
    inner join open_client as oc on ld.client_id = oc.client_id
    cross join
        unnest([
            struct_pack(thing := 'craving', logged := cast(ld.craving as double)),
            struct_pack(thing := 'mood', logged := cast(ld.mood as double)),
            struct_pack(thing := 'stress', logged := cast(ld.stress as double)),
            struct_pack(thing := 'sleep_hours', logged := cast(ld.sleep_hours as double)),
            struct_pack(thing := 'exercise_minutes', logged := cast(ld.exercise_minutes as double)),
            struct_pack(
                thing := 'mindfulness_minutes', logged := cast(ld.mindfulness_minutes as double)
            )
        ]) as one (pair)
    where
        ld.logged_on <= as_of()
        and ld.logged_on
        > as_of() - getvariable('craving_days') - getvariable('craving_days_before')
),

summed as (
    select
        vl.client_id,
        vl.thing,
        count(vl.logged) filter (where vl.is_now) as days_logged,
        avg(vl.logged) filter (where vl.is_now) as mean,
        count(vl.logged) filter (where not vl.is_now) as days_logged_before,
        avg(vl.logged) filter (where not vl.is_now) as mean_before
    from value_logged as vl
    group by vl.client_id, vl.thing
)

select
    oc.client_id,
    th.thing,
    th.place,
    th.title,
    th.unit,
    cast(coalesce(sm.days_logged, 0) as integer) as days_logged,
    sm.mean,
    cast(coalesce(sm.days_logged_before, 0) as integer) as days_logged_before,
    sm.mean_before,
    sm.mean - sm.mean_before as change,
    th.better
from open_client as oc
cross join thing_logged as th
left join summed as sm on oc.client_id = sm.client_id and th.thing = sm.thing
order by oc.client_id, th.place
