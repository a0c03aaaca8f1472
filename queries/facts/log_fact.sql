/*
title = "What daily logs say about each client"
grain = "one row a client with a log in the last 28 days"

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

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use after this many days with evidence and none of use (with the days looked at: 61 at most)"

[parameters.return_evidence_days]
type = "INTEGER"
default = 21
help = "Without a screen and without a log in this many days nothing can be said about a return to use"

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
        as_of() - dl.logged_on as days_back,
        day_bit(dl.logged_on) as bit,
        coalesce(cast(dl.entered_at as date), dl.logged_on) as known_on
    from daily_logs as dl
    where
        dl.logged_on between
        as_of() + 1 - greatest(
            getvariable('use_window_days'),
            getvariable('craving_days') + getvariable('craving_days_before'),
            getvariable('critical_use_days') + getvariable('days_without_use'),
            getvariable('return_days') + getvariable('days_without_use'),
            getvariable('return_evidence_days')
        )
        and as_of()
)

select
    lo.client_id,
    count(*) filter (
        where lo.used is not null and lo.days_back < getvariable('use_window_days')
    ) as logs_28d,
    count(*) filter (where lo.used and lo.days_back < getvariable('use_window_days'))
        as use_days_28d,
    max(lo.logged_on) filter (where lo.used) as last_use_on,
    -- Logs that say whether there was use.
    max(lo.logged_on) filter (where lo.used is not null) as last_told_on,
    bit_or(lo.bit) filter (where lo.used) as used_days,
    bit_or(lo.bit) filter (where not lo.used) as clear_days,
    min(lo.known_on) filter (
        where lo.used and lo.days_back < getvariable('critical_use_days')
    ) as use_first_known_on,
    max(lo.known_on) filter (where lo.used and lo.days_back < getvariable('return_days'))
        as use_last_known_on,
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
        as craving_mean_14d
from logged as lo
group by lo.client_id
