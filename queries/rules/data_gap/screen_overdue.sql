/*
title = "No specimen collected for long"
kind = "data_gap"
severity = 1
say = "{what}"
unit = "days without a specimen"
source = "ASAM 2017: at least weekly at first, at least monthly when stable; the days of grace beyond that, and 1.5 intervals, are assumed."
reviewed = 2026-11-24
assumed = ["screen_first_days", "screen_days_at_first", "screen_days_later", "screen_intervals_until_overdue", "screen_times_that_are_severe"]
battery = ["drug_screen"]

[parameters.screen_first_days]
type = "INTEGER"
default = 28
help = "Days at the start of the admission during which screens should be frequent"

[parameters.screen_days_at_first]
type = "INTEGER"
default = 10
help = "Days without a specimen at or above which a screen is overdue, early in the admission"

[parameters.screen_days_later]
type = "INTEGER"
default = 35
help = "Days without a specimen at or above which a screen is overdue, later in the admission"

[parameters.screen_intervals_until_overdue]
type = "DOUBLE"
default = 1.5
help = "Where a program screens less often: this many of its screening intervals, if that is longer"

[parameters.screen_times_that_are_severe]
type = "DOUBLE"
default = 2
help = "At this many times the allowed days without a specimen the flag has severity 2"

[[examples]]
name = "35 days"
as_of = 2026-03-15
drug_screens = ["2026-02-08 negative"]
expect = { state = "met", value = 35, threshold = 35, since = 2026-03-15, severity = 1, evidence = "No specimen for 35 days, the last on 8 Feb" }

[[examples]]
name = "34 days"
as_of = 2026-03-15
drug_screens = ["2026-02-09 negative"]
expect = { state = "not_met", value = 34 }
*/
-- Counted up to the last day for which collections were entered, without days on leave. A refused specimen was
-- not collected.
with aged as (
    select
        f.client_id,
        f.on_leave,
        f.last_collected_on,
        -- Nothing is known before the first specimen that the clinic ever entered.
        coalesce(f.last_collected_on, greatest(f.admitted_on, f.screens_since)) as counted_from,
        greatest(
            case
                when f.screens_through - f.admitted_on < getvariable('screen_first_days')
                    then getvariable('screen_days_at_first')
                else getvariable('screen_days_later')
            end,
            f.screen_every_days * getvariable('screen_intervals_until_overdue')
        ) as allowed_days,
        leave_between(f.leave_days, counted_from, f.screens_through) as leave_in_window,
        case
            when f.screens_through is not null
                then greatest(0, f.screens_through - counted_from - len(leave_in_window))
        end as age,
        due_after_leave(counted_from + cast(ceil(allowed_days) as integer), leave_in_window)
            as overdue_on
    from client_fact as f
)

select
    ag.client_id,
    case
        when ag.on_leave is not null or ag.age is null then 'missing'
        when ag.age >= ag.allowed_days then 'met'
        else 'not_met'
    end as state,
    ag.age as value,
    ag.allowed_days as threshold,
    ag.overdue_on as since,
    case
        when ag.age >= ag.allowed_days * getvariable('screen_times_that_are_severe') then 2
        else 1
    end as severity,
    concat(
        'No specimen for ' || days_counted(ag.age, len(ag.leave_in_window)) || ', ',
        coalesce('the last on ' || short_day(ag.last_collected_on), 'none in this admission')
    ) as what,
    case
        when ag.on_leave is not null then 'on leave'
        when ag.age is null then 'specimens were never entered'
    end as because
from aged as ag
order by ag.client_id
