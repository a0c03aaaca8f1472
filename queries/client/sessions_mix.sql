/*
title = "Sessions of one client, week by week and by kind"
kind = "query"
grain = "one row a week of the admission and kind of session"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
week = "week of the admission, from 1; a week without a session has no row"
kind = "group, individual, family, adjunct, medication, peer_support or progress_review"
sessions = "counting sessions: not cancelled by the program, excused or only scheduled, and not on leave"
attended = "of those, attended (late and left early too)"
*/
with placed as (
    select
        cast((ac.on_day - oc.admitted_on) // 7 as integer) as weeks_before,
        oc.admitted_on,
        ac.kind,
        ac.attended_minutes,
        ac.counts,
        ac.attended
    from attendance_counted as ac
    inner join open_client as oc
        on ac.client_id = oc.client_id and ac.on_day >= oc.admitted_on
    where ac.client_id = getvariable('client_id')
)

select
    pl.weeks_before + 1 as week,
    pl.admitted_on + pl.weeks_before * 7 as from_day,
    pl.kind,
    sum(pl.attended_minutes) as attended_minutes,
    cast(count(*) filter (where pl.counts) as integer) as sessions,
    cast(count(*) filter (where pl.attended) as integer) as attended
from placed as pl
group by pl.weeks_before, pl.admitted_on, pl.kind
order by
    pl.weeks_before asc,
    case pl.kind
        when 'group' then 1
        when 'individual' then 2
        when 'family' then 3
        when 'adjunct' then 4
        else 5
    end asc,
    pl.kind asc
