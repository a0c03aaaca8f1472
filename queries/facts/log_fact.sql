/*
title = "Daily logs of each open client"
grain = "one row a client with a log"

[parameters.craving_days]
type = "INTEGER"
default = 7
help = "Recent period for craving, in days"

[parameters.craving_days_before]
type = "INTEGER"
default = 21
help = "Comparison period for craving: this many days before the recent ones"

[parameters.craving_days_settled]
type = "INTEGER"
default = 14
help = "Window in which craving must be low before a step down, in days"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[parameters.critical_use_days]
type = "INTEGER"
default = 14
help = "Window for a return to use after lost tolerance to opioids, in days"

[parameters.return_days]
type = "INTEGER"
default = 7
help = "Window for a return to use, in days"

[parameters.logging_days]
type = "INTEGER"
default = 7
help = "Length of each of the two periods of logging compared, in days"

[parameters.log_entry_delay_days]
type = "DOUBLE"
default = 1
help = "Where logs are entered later than this many days after their day, on average, they are taken as filled in at visits (assumed)"

[parameters.family_triggers]
type = "VARCHAR[]"
default = ["family", "home"]
help = "Triggers that count as family triggers"

[parameters.family_trigger_days]
type = "INTEGER"
default = 14
help = "Window in which family triggers are counted, in days"

[[examples]]
name = "the last week against the three weeks before it"
as_of = 2026-03-15
daily_logs = ["2026-02-16..2026-03-08 craving=3 used=false", "2026-03-09..2026-03-15 craving=6 used=false"]
expect = { craving_logs = 7, craving_mean = 6, craving_logs_before = 21, craving_mean_before = 3, craving_logs_14d = 14, craving_mean_14d = 4.5, craving_mean_week_before = 3, logs_28d = 28, use_days_28d = 0 }
*/
-- Means are over logged days. The names _14d and _28d give the default windows.
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
        greatest(dl.logged_on, dl.known_from) as known_at,
        -- Logs of an earlier stay say nothing about how this one goes; use that they report counts all the same.
        dl.used is not null
        and dl.logged_on >= oc.admitted_on
        and days_back < getvariable('use_window_days') as is_told,
        list_contains(oc.leave_days, dl.logged_on) as is_on_leave
    from daily_logs as dl
    inner join open_client as oc on dl.client_id = oc.client_id
    where dl.logged_on <= as_of()
),

summed as (
    select
        lo.client_id,
        count(*) filter (where lo.is_told) as logs_28d,
        count(*) filter (where lo.is_told and not lo.used) as clear_logs_28d,
        count(*) filter (where lo.is_told and lo.is_on_leave) as leave_logs_28d,
        count(*) filter (where lo.used and lo.days_back < getvariable('use_window_days'))
            as use_days_28d,
        max(lo.logged_on) filter (where lo.used and lo.days_back < getvariable('use_window_days'))
            as last_use_on,
        -- Only logs in which the question about use was answered.
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
                            trigger_words(lo.triggers), getvariable('family_triggers')
                        )
            end
        ) as family_trigger_days,
        bit_or(lo.bit) as logged_days,
        max(lo.known_on) as last_entered_on,
        -- Capped: one log entered or corrected weeks later does not make all of them late.
        avg(least(lo.known_on - lo.logged_on, getvariable('logging_days'))) filter (
            where lo.days_back <= 61
        ) as mean_entry_delay
    from logged as lo
    group by lo.client_id
),

counted as (
    select
        sm.client_id,
        sm.logged_days,
        oc.leave_days,
        -- Where logs are filled in at visits, several at once, days are counted back from the last visit
        -- with an entry: later days are not late yet. Elsewhere they are counted back from the last day for
        -- which any client's log was entered.
        greatest(
            0,
            as_of() - case
                when sm.mean_entry_delay > getvariable('log_entry_delay_days')
                    then sm.last_entered_on
                else oc.logs_through
            end
        ) as skipped
    from summed as sm
    inner join open_client as oc on sm.client_id = oc.client_id
),

away as (
    select
        co.client_id,
        co.logged_days,
        co.skipped,
        leave_between(co.leave_days, as_of() - 62, as_of() - cast(co.skipped as integer))
            as leave_in_window
    from counted as co
),

-- The days that count, as days back: on leave nobody logs, so earlier days count instead.
placed as (
    select
        aw.client_id,
        aw.logged_days,
        list_slice(
            list_filter(
                range(
                    aw.skipped,
                    aw.skipped + 2 * getvariable('logging_days') + len(aw.leave_in_window)
                ),
                lambda n: not list_contains(aw.leave_in_window, as_of() - cast(n as integer)) -- noqa: RF02,RF03
            ),
            1,
            2 * getvariable('logging_days')
        ) as days_back
    from away as aw
),

marked as (
    select
        pl.client_id,
        pl.days_back[getvariable('logging_days')] as last_back,
        list_filter(
            pl.days_back, lambda n: (pl.logged_days >> least(n, 62)) & 1 = 1 -- noqa: RF02,RF03
        ) as logged_back
    from placed as pl
)

select
    sm.client_id,
    sm.logs_28d,
    sm.clear_logs_28d,
    sm.leave_logs_28d,
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
    as_of() - cast(ma.last_back as integer) as logging_from,
    len(list_filter(ma.logged_back, lambda n: n <= ma.last_back)) as days_logged, -- noqa: RF02
    len(ma.logged_back) - days_logged as days_logged_before
from summed as sm
inner join marked as ma on sm.client_id = ma.client_id
