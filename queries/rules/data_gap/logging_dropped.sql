/*
title = "Fewer days logged than before"
kind = "data_gap"
severity = 1
say = "Logged on {value:0} of {which}, on {before} of the {logging_days} before"
unit = "days logged"
worse = "lower"
source = "Assumed: that logging which falls by half is a sign in itself, and the days."
reviewed = 2026-11-24
assumed = ["logging_days", "logging_share", "logged_days_needed_before", "log_entry_delay_days"]
battery = ["daily_log"]

[parameters.logging_days]
type = "INTEGER"
default = 7
help = "Length of each of the two periods of logging compared, in days"

[parameters.logged_days_needed_before]
type = "INTEGER"
default = 4
help = "Days that must have been logged in the earlier period; with fewer there is nothing to fall from"

[parameters.logging_share]
type = "DOUBLE"
default = 0.5
at_most = 1
help = "Logging has dropped when days logged are at most this share of the days logged before"

[parameters.log_entry_delay_days]
type = "DOUBLE"
default = 1
help = "Where logs are entered later than this many days after their day, on average, they are taken as filled in at visits (assumed)"

[[examples]]
name = "two days of seven, four before"
as_of = 2026-03-15
daily_logs = ["2026-03-02..2026-03-05 craving=3", "2026-03-09 craving=3", "2026-03-15 craving=3"]
expect = { state = "met", value = 2, threshold = 2, since = 2026-03-09, severity = 1, evidence = "Logged on 2 of the last 7 days, on 4 of the 7 before" }

[[examples]]
name = "filled in at weekly visits, the last of them five days ago"
as_of = 2026-03-15
daily_logs = ["2026-02-25..2026-03-03 used=false entered_at=2026-03-04", "2026-03-04..2026-03-09 used=false entered_at=2026-03-10"]
expect = { state = "not_met", value = 6, threshold = 3.5 }
*/
-- Both periods are counted back from the last day for which any log was entered; for a client whose logs
-- are filled in at visits, several at once, from the last such entry (see facts/log_fact). Days on leave
-- are left out of both; on leave nobody is expected to log.
select
    f.client_id,
    case
        when f.on_leave is not null then 'missing'
        when
            f.days_logged_before >= getvariable('logged_days_needed_before')
            and f.days_logged <= f.days_logged_before * getvariable('logging_share')
            then 'met'
        else 'not_met'
    end as state,
    f.days_logged as value,
    f.days_logged_before * getvariable('logging_share') as threshold,
    f.logging_from as since,
    f.days_logged_before as before,
    -- Where the period ends with a visit, with the feed or before a leave, it is not "the last days".
    case
        when f.logging_from = as_of() + 1 - getvariable('logging_days')
            then format('the last {} days', getvariable('logging_days'))
        else
            format('{} days from {} on', getvariable('logging_days'), short_day(f.logging_from))
    end as which,
    case
        when f.on_leave is not null then 'on leave'
        when f.days_logged_before < getvariable('logged_days_needed_before')
            then
                format(
                    'logged on {} of the {} days before, fewer than {}',
                    f.days_logged_before,
                    getvariable('logging_days'),
                    getvariable('logged_days_needed_before')
                )
    end as because
from client_fact as f
order by f.client_id
