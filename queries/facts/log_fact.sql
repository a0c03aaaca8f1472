/*
title = "What daily logs say about each client"
grain = "one row a client with a log"

[parameters.craving_days]
type = "INTEGER"
default = 7
help = "Days of craving that are looked at as now"

[parameters.craving_days_before]
type = "INTEGER"
default = 21
help = "Days before those that they are held against"

[parameters.craving_days_settled]
type = "INTEGER"
default = 14
help = "Days in which craving should be low before a step down"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Days in which use that was told is looked at"

[parameters.critical_use_days]
type = "INTEGER"
default = 14
help = "Days in which a return to use of somebody at risk of an overdose is looked at"

[parameters.return_days]
type = "INTEGER"
default = 7
help = "Days in which a return to use is looked at"

[parameters.logging_days]
type = "INTEGER"
default = 7
help = "Days in which logs are counted, and as many before them"

[parameters.days_told_later]
type = "DOUBLE"
default = 1
help = "Logs are told at visits where they are entered later than this many days after their day, on average (assumed)"

[parameters.family_triggers]
type = "VARCHAR[]"
default = ["family", "home"]
help = "Triggers that have to do with the family"

[parameters.family_trigger_days]
type = "INTEGER"
default = 14
help = "Days in which these triggers are counted"

[[examples]]
name = "the last week against the three weeks before it"
as_of = 2026-03-15
daily_logs = ["2026-02-16..2026-03-08 craving=3 used=false", "2026-03-09..2026-03-15 craving=6 used=false"]
expect = { craving_logs = 7, craving_mean = 6, craving_logs_before = 21, craving_mean_before = 3, craving_logs_14d = 14, craving_mean_14d = 4.5, craving_mean_week_before = 3, logs_28d = 28, use_days_28d = 0 }
*/
-- One pass over the logs. Means are of logged days.
with logged as (
    select
        dl.client_id,
        dl.logged_on,
        dl.craving,
        dl.used,
        dl.triggers,
        as_of() - dl.logged_on as days_back,
        day_bit(dl.logged_on) as bit,
        coalesce(cast(dl.entered_at as date), dl.logged_on) as known_on,
        greatest(dl.logged_on, dl.known_from) as known_at
    from daily_logs as dl
    semi join open_client as oc on dl.client_id = oc.client_id
    where dl.logged_on <= as_of()
),

summed as (
    select
        lo.client_id,
        count(*) filter (
            where lo.used is not null and lo.days_back < getvariable('use_window_days')
        ) as logs_28d,
        count(*) filter (where lo.used and lo.days_back < getvariable('use_window_days'))
            as use_days_28d,
        max(lo.logged_on) filter (where lo.used and lo.days_back < getvariable('use_window_days'))
            as last_use_on,
        -- Logs that say whether there was use.
        max(lo.logged_on) filter (where lo.used is not null) as last_told_on,
        bit_or(lo.bit) filter (where lo.used) as used_days,
        bit_or(lo.bit) filter (where not lo.used) as clear_days,
        min(lo.known_at) filter (
            where lo.used and lo.days_back < getvariable('critical_use_days')
        ) as use_first_known_at,
        max(lo.known_at) filter (where lo.used and lo.days_back < getvariable('return_days'))
            as use_last_known_at,
        max(lo.logged_on) as last_logged_on,
        count(lo.craving) filter (where lo.days_back < getvariable('craving_days')) as craving_logs,
        avg(lo.craving) filter (where lo.days_back < getvariable('craving_days')) as craving_mean,
        min(lo.logged_on) filter (
            where lo.days_back < getvariable('craving_days') and lo.craving is not null
        ) as craving_since,
        count(lo.craving) filter (
            where
            lo.days_back >= getvariable('craving_days')
            and lo.days_back < getvariable('craving_days') + getvariable('craving_days_before')
        ) as craving_logs_before,
        avg(lo.craving) filter (
            where
            lo.days_back >= getvariable('craving_days')
            and lo.days_back < getvariable('craving_days') + getvariable('craving_days_before')
        ) as craving_mean_before,
        avg(lo.craving) filter (
            where
            lo.days_back >= getvariable('craving_days')
            and lo.days_back < 2 * getvariable('craving_days')
        ) as craving_mean_week_before,
        count(lo.craving) filter (where lo.days_back < getvariable('craving_days_settled'))
            as craving_logs_14d,
        avg(lo.craving) filter (where lo.days_back < getvariable('craving_days_settled'))
            as craving_mean_14d,
        count(*) filter (where lo.days_back < getvariable('family_trigger_days')) as logs_14d,
        count(*) filter (
            where
            case
                when
                    lo.triggers is not null
                    and lo.days_back < getvariable('family_trigger_days')
                    then
                        list_has_any(
                            string_split(
                                regexp_replace(lcase(trim(lo.triggers)), ' *; *', ';', 'g'), ';'
                            ),
                            getvariable('family_triggers')
                        )
            end
        ) as family_trigger_days,
        bit_or(lo.bit) as logged_days,
        max(lo.known_on) as last_entered_on,
        -- One log that was entered or corrected weeks later does not make them all told at visits.
        avg(least(lo.known_on - lo.logged_on, getvariable('logging_days'))) filter (
            where lo.days_back <= 61
        ) as told_after_days
    from logged as lo
    group by lo.client_id
),

entered as (
    select max(fd.through) as through
    from feed as fd
    where fd.table_name = 'daily_logs'
),

-- Where logs are told at visits, several at once, days are counted back from the last visit that told
-- any: what came after it is not late yet. Elsewhere from the last day for which anybody's was entered.
counted as (
    select
        sm.client_id,
        sm.logged_days,
        greatest(
            0,
            as_of() - case
                when sm.told_after_days > getvariable('days_told_later') then sm.last_entered_on
                else en.through
            end
        ) as skipped
    from summed as sm
    cross join entered as en
),

-- A day on leave makes the days before it count instead.
leave_spent as (
    select
        co.client_id,
        day_bit(ld.on_day) as bit,
        as_of() - ld.on_day - co.skipped
        + 1 - row_number() over (partition by co.client_id order by ld.on_day desc) as days_nearer
    from counted as co
    inner join leave_day as ld
        on co.client_id = ld.client_id and as_of() - ld.on_day >= co.skipped
    where as_of() - ld.on_day <= 61
),

away as (
    select
        ls.client_id,
        bit_or(ls.bit) as leave_marks,
        count(*) filter (where ls.days_nearer < getvariable('logging_days')) as leave_days,
        count(*) filter (where ls.days_nearer < 2 * getvariable('logging_days')) as leave_days_both
    from leave_spent as ls
    group by ls.client_id
),

placed as (
    select
        co.client_id,
        cast(co.skipped + getvariable('logging_days') + coalesce(aw.leave_days, 0) as integer)
            as days,
        (co.logged_days & ~coalesce(aw.leave_marks, 0)) >> least(62, co.skipped) as marks,
        getvariable('logging_days') + coalesce(aw.leave_days, 0) as days_last,
        2 * getvariable('logging_days') + coalesce(aw.leave_days_both, 0) as days_both
    from counted as co
    left join away as aw on co.client_id = aw.client_id
)

select
    sm.client_id,
    sm.logs_28d,
    sm.use_days_28d,
    sm.last_use_on,
    sm.last_told_on,
    sm.used_days,
    sm.clear_days,
    sm.use_first_known_at,
    sm.use_last_known_at,
    sm.last_logged_on,
    sm.craving_logs,
    sm.craving_mean,
    sm.craving_since,
    sm.craving_logs_before,
    sm.craving_mean_before,
    sm.craving_mean_week_before,
    sm.craving_logs_14d,
    sm.craving_mean_14d,
    sm.logs_14d,
    sm.family_trigger_days,
    as_of() + 1 - pl.days as logging_from,
    bit_count(pl.marks & ((cast(1 as bigint) << least(62, pl.days_last)) - 1)) as days_logged,
    bit_count(pl.marks & ((cast(1 as bigint) << least(62, pl.days_both)) - 1))
    - bit_count(pl.marks & ((cast(1 as bigint) << least(62, pl.days_last)) - 1))
        as days_logged_before
from summed as sm
inner join placed as pl on sm.client_id = pl.client_id
