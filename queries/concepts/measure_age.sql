/*
title = "Age of the latest score of each measure in the battery, and whether a new one is overdue"
grain = "one row an open client and measure that the program's battery asks for"
source = "Joint Commission CTS.03.01.09 (a standardized instrument over the course of service); the intervals are assumed."

[parameters.intervals_until_overdue]
type = "DOUBLE"
default = 1.5
help = "A measure is overdue when its latest score is older than this many of its intervals"

[parameters.intervals_until_long_overdue]
type = "DOUBLE"
default = 2
help = "A measure is long overdue when its latest score is older than this many of its intervals"

[parameters.days_until_first_score]
type = "INTEGER"
default = 14
help = "A measure never scored is long overdue when this many days of the admission have passed"

[columns]
last_on = "the latest score of this admission, of any scale; empty: none yet"
age = "days since then, or since the start of the admission; days on leave are left out; empty where no survey was ever entered"
is_old = "overdue if counted up to the date of the board instead of the last day entered"
overdue_on = "the first day on which it was or will be overdue"

[[examples]]
name = "older than one and a half intervals since yesterday"
as_of = 2026-03-15
battery = ["phq9"]
survey_scores = ["2026-02-20 phq9 total 12"]
expect = { measure = "phq9", last_on = 2026-02-20, age = 23, days_until_overdue = 22, is_overdue = true, is_long_overdue = false, overdue_on = 2026-03-14 }
*/
-- Ages are counted to the last day for which surveys were entered, so nobody is late because the feed stopped.
-- Still, an old score does not show that all is well now (is_old).
with given as (
    select
        sc.client_id,
        sc.measure,
        max(sc.latest_on) as last_on
    from score_change as sc
    group by sc.client_id, sc.measure
),

aged as (
    select
        oc.client_id,
        me.measure,
        me.title,
        me.core,
        iu.every_days,
        gi.last_on,
        gi.last_on is null as is_never_given,
        coalesce(gi.last_on, oc.admitted_on) as counted_from,
        leave_between(oc.leave_days, counted_from, oc.surveys_through) as leave_in_window,
        oc.surveys_through - counted_from - len(leave_in_window) as age,
        as_of() - oc.surveys_through as days_not_entered,
        iu.every_days * getvariable('intervals_until_overdue') as days_allowed_between
    from open_client as oc
    inner join instrument_used as iu on oc.program_id = iu.program_id and iu.every_days is not null
    inner join measure as me on iu.instrument = me.measure and me.source = 'survey'
    left join given as gi on oc.client_id = gi.client_id and me.measure = gi.measure
)

select
    ag.client_id,
    ag.measure,
    ag.title,
    ag.core,
    ag.every_days,
    ag.last_on,
    ag.is_never_given,
    ag.age,
    if(ag.is_never_given, getvariable('days_until_first_score'), ag.days_allowed_between)
        as allowed_days,
    cast(
        if(
            ag.is_never_given,
            getvariable('days_until_first_score'),
            floor(ag.days_allowed_between) + 1
        ) as integer
    ) as days_until_overdue,
    ag.age >= days_until_overdue as is_overdue,
    if(
        ag.is_never_given,
        is_overdue,
        ag.age > ag.every_days * getvariable('intervals_until_long_overdue')
    ) as is_long_overdue,
    coalesce(ag.age + ag.days_not_entered > ag.days_allowed_between, false) as is_old,
    due_after_leave(ag.counted_from + days_until_overdue, ag.leave_in_window) as overdue_on
from aged as ag
