/*
title = "Triggers of one client: how often, on which weekdays, and coping skills used"
kind = "query"
grain = "one row a trigger, the commonest first"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[parameters.trigger_days]
type = "INTEGER"
default = 84
help = "Window in which triggers are counted, in days"

[parameters.weekday_days]
type = "INTEGER"
default = 3
help = "A weekday is named from this many days with the trigger on it"

[parameters.weekday_share]
type = "DOUBLE"
default = 2
help = "A weekday is named where its share of the trigger's days is at least this many times its share of all logged days"

[columns]
days = "days with this trigger"
weekdays = "weekdays on which it is clearly more frequent than this client's logging would explain; empty: no pattern"
skills = "coping skills logged on those days, commonest first"
days_with_skill = "days of this trigger with a coping skill"
days_use_followed = "days with use logged on the same day or the next"
days_use_known = "days for which it is known whether use followed"
days_use_followed_with_skill = "of days_use_followed, those with a coping skill"
*/
with seen as (
    select
        td.trigger,
        td.on_day,
        td.coping_skill,
        td.use_followed
    from trigger_day as td
    where
        td.client_id = getvariable('client_id')
        and td.on_day > as_of() - getvariable('trigger_days')
),

-- A client who logs only at Monday visits has all triggers on Mondays; that is not a pattern.
logged as (
    select
        isodow(ld.logged_on) as weekday,
        count(*) / sum(count(*)) over () as share
    from logged_day as ld
    where
        ld.client_id = getvariable('client_id')
        and ld.logged_on > as_of() - getvariable('trigger_days')
    group by isodow(ld.logged_on)
),

by_weekday as (
    select
        se.trigger,
        isodow(se.on_day) as weekday,
        any_value(strftime(se.on_day, '%a')) as title,
        count(*) as days,
        count(*) / sum(count(*)) over (partition by se.trigger) as share
    from seen as se
    group by se.trigger, isodow(se.on_day)
),

named as (
    select
        bw.trigger,
        string_agg(bw.title, ', ' order by bw.weekday) as weekdays
    from by_weekday as bw
    inner join logged as lo on bw.weekday = lo.weekday
    where
        bw.days >= getvariable('weekday_days')
        and bw.share >= lo.share * getvariable('weekday_share')
    group by bw.trigger
),

by_skill as (
    select
        se.trigger,
        se.coping_skill,
        count(*) as days
    from seen as se
    where se.coping_skill is not null
    group by se.trigger, se.coping_skill
),

skilled as (
    select
        bs.trigger,
        list(bs.coping_skill order by bs.days desc, bs.coping_skill asc) as skills
    from by_skill as bs
    group by bs.trigger
),

summed as (
    select
        se.trigger,
        count(*) as days,
        max(se.on_day) as last_on,
        count(se.coping_skill) as days_with_skill,
        count(*) filter (where se.use_followed) as days_use_followed,
        count(se.use_followed) as days_use_known,
        count(*) filter (where se.use_followed and se.coping_skill is not null)
            as days_use_followed_with_skill
    from seen as se
    group by se.trigger
)

select
    sm.trigger,
    cast(sm.days as integer) as days,
    sm.last_on,
    nm.weekdays,
    coalesce(sk.skills, []) as skills,
    cast(sm.days_with_skill as integer) as days_with_skill,
    cast(sm.days_use_followed as integer) as days_use_followed,
    cast(sm.days_use_known as integer) as days_use_known,
    cast(sm.days_use_followed_with_skill as integer) as days_use_followed_with_skill
from summed as sm
left join named as nm on sm.trigger = nm.trigger
left join skilled as sk on sm.trigger = sk.trigger
order by sm.days desc, sm.last_on desc, sm.trigger asc
