/*
title = "No specimen collected for long"
kind = "data_gap"
severity = 1
say = "{what}"
source = "ASAM 2017: at least weekly at first, at least monthly when stable; 1.5 intervals are assumed."
reviewed = 2026-11-24
assumed = ["screen_intervals_until_overdue", "screen_times_that_are_severe"]
battery = ["drug_screen"]

[parameters.screen_first_days]
type = "INTEGER"
default = 28
help = "Days at the start of the admission in which screens should be frequent"

[parameters.screen_days_at_first]
type = "INTEGER"
default = 10
help = "Days without a specimen in the first days of the admission"

[parameters.screen_days_later]
type = "INTEGER"
default = 35
help = "Days without a specimen later"

[parameters.screen_intervals_until_overdue]
type = "DOUBLE"
default = 1.5
help = "A program that screens less often: this many of its intervals, where that is longer"

[parameters.screen_times_that_are_severe]
type = "DOUBLE"
default = 2
help = "Times as long without a specimen at which the flag is of severity 2"

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
-- Counted up to the last day for which collections were entered, without days on leave. What was
-- refused was not collected.
with counted as (
    select
        f.client_id,
        f.on_leave,
        f.screens_through,
        f.last_collected_on,
        -- Before the first specimen that the clinic ever entered nobody knows.
        coalesce(f.last_collected_on, greatest(f.admitted_on, f.screens_since)) as counted_from,
        greatest(
            case
                when f.screens_through - f.admitted_on < getvariable('screen_first_days')
                    then getvariable('screen_days_at_first')
                else getvariable('screen_days_later')
            end,
            f.screen_every_days * getvariable('screen_intervals_until_overdue')
        ) as allowed_days
    from client_fact as f
),

-- A day on leave puts off the first overdue day only where it comes before it.
leave_spent as (
    select
        co.client_id,
        co.counted_from + cast(ceil(co.allowed_days) as integer) as due_without,
        ld.on_day,
        row_number() over (partition by co.client_id order by ld.on_day) as place
    from counted as co
    inner join leave_day as ld
        on
            co.client_id = ld.client_id
            and co.counted_from < ld.on_day
            and co.screens_through >= ld.on_day
),

away as (
    select
        ls.client_id,
        count(*) as leave_days,
        count(*) filter (where ls.on_day < ls.due_without + cast(ls.place as integer))
            as leave_days_before
    from leave_spent as ls
    group by ls.client_id
),

judged as (
    select
        co.client_id,
        co.on_leave,
        co.last_collected_on,
        co.allowed_days,
        aw.leave_days,
        case
            when co.screens_through is not null
                then
                    greatest(
                        0, co.screens_through - co.counted_from - coalesce(aw.leave_days, 0)
                    )
        end as age,
        co.counted_from
        + cast(ceil(co.allowed_days) as integer)
        + cast(coalesce(aw.leave_days_before, 0) as integer) as overdue_on
    from counted as co
    left join away as aw on co.client_id = aw.client_id
)

select
    ju.client_id,
    case
        when ju.on_leave is not null or ju.age is null then 'missing'
        when ju.age >= ju.allowed_days then 'met'
        else 'not_met'
    end as state,
    ju.age as value,
    ju.allowed_days as threshold,
    ju.overdue_on as since,
    case
        when ju.age >= ju.allowed_days * getvariable('screen_times_that_are_severe') then 2
        else 1
    end as severity,
    concat(
        'No specimen for ' || days_counted(ju.age, ju.leave_days) || ', ',
        coalesce('the last on ' || short_day(ju.last_collected_on), 'none in this admission')
    ) as what
from judged as ju
order by ju.client_id
