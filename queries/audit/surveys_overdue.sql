/*
title = "Surveys that are overdue, or were never given"
kind = "query"
grain = "one row an open client and measure of the program's battery that is overdue, the longest first; on leave nobody is asked"
source = "Joint Commission CTS.03.01.09 (a standardized instrument over the course of service); 1.5 intervals as in rules/data_gap/measure_overdue."
reviewed = 2026-11-24

[parameters.intervals_until_overdue]
type = "DOUBLE"
default = 1.5
help = "A measure is overdue when it is older than this many of its intervals"

[parameters.days_until_first_score]
type = "INTEGER"
default = 14
help = "From this day of the admission a measure without any score is long overdue"

[columns]
every_days = "how often the battery asks for it"
last_on = "the last score of this admission; empty: none yet"
age = "days since then, or since the start of the admission; days on leave are left out"
days_over = "days since it became overdue; 0: since today"

[[examples]]
name = "PHQ-9 22 days old, GAD-7 never given"
as_of = 2026-03-15
battery = { phq9 = 14, gad7 = 14 }
survey_scores = ["2026-02-21 phq9 total 12"]
expect = [{ measure = "gad7", last_on = "null", age = 60, days_over = 46 }, { measure = "phq9", last_on = 2026-02-21, age = 22, days_over = 0 }]
*/
-- A list of forms to hand out, not a rank of people. Ages end on the last day for which surveys were
-- entered; where none ever was, nothing can be called overdue, and panes/stale_feed says so. A measure
-- that is given once (an interval of a year) is overdue after a year and a half.
with given as (
    select
        ch.client_id,
        ch.measure,
        max(ch.latest_on) as last_on
    from score_change as ch
    group by ch.client_id, ch.measure
),

expected as (
    select
        oc.client_id,
        oc.name,
        oc.clinician_id,
        oc.program_id,
        oc.surveys_through,
        me.measure,
        me.title,
        iu.every_days,
        gi.last_on,
        coalesce(gi.last_on, oc.admitted_on) as counted_from
    from open_client as oc
    inner join instrument_used as iu on oc.program_id = iu.program_id and iu.every_days is not null
    inner join measure as me on iu.instrument = me.measure and me.source = 'survey'
    left join given as gi on oc.client_id = gi.client_id and me.measure = gi.measure
    where oc.on_leave is null
),

away as (
    select
        ex.client_id,
        ex.measure,
        count(*) as leave_days
    from expected as ex
    inner join leave_day as ld
        on
            ex.client_id = ld.client_id
            and ex.counted_from < ld.on_day
            and ex.surveys_through >= ld.on_day
    group by ex.client_id, ex.measure
),

aged as (
    select
        ex.client_id,
        ex.name,
        ex.clinician_id,
        ex.program_id,
        ex.measure,
        ex.title,
        ex.every_days,
        ex.last_on,
        ex.surveys_through - ex.counted_from - coalesce(aw.leave_days, 0) as age,
        -- The first day of its age on which it is overdue.
        case
            when ex.last_on is null then getvariable('days_until_first_score')
            else floor(ex.every_days * getvariable('intervals_until_overdue')) + 1
        end as overdue_from
    from expected as ex
    left join away as aw on ex.client_id = aw.client_id and ex.measure = aw.measure
)

select
    ag.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    ag.measure,
    ag.title,
    ag.every_days,
    ag.last_on,
    cast(ag.age as integer) as age,
    cast(ag.age - ag.overdue_from as integer) as days_over
from aged as ag
left join client_label as lb on ag.client_id = lb.client_id
where ag.age >= ag.overdue_from
order by days_over desc, ag.client_id asc, ag.measure asc
