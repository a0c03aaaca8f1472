/*
title = "Attended and prescribed minutes of one client, week by week"
kind = "query"
grain = "one row a week of the admission"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
week = "week of the admission, from 1"
prescribed_minutes = "of that week's episode, less days on leave and sessions cancelled, excused or not entered yet; empty unless the whole week was entered and its hours are known"
attended_minutes = "empty, like the session counts, where nothing of the week was entered"
leave_days = "days on leave in that week"
*/
-- Prescribed hours are those of the episode open on each day; of two, the more intense. An unfinished week has
-- none: sessions are not spread evenly over it, so part of a week would show a shortfall or an excess that is
-- not there. Nor has a week that began before the first session ever entered: attendance before it is unknown.
with day as (
    select
        oc.client_id,
        oc.admitted_on,
        oc.attendance_since,
        oc.attendance_through,
        cast(span.moment as date) as on_day
    from open_client as oc
    cross join unnest(generate_series(oc.admitted_on, as_of(), interval 1 day)) as span (moment)
    where oc.client_id = getvariable('client_id')
),

prescribed as (
    select
        dy.on_day,
        (dy.on_day - dy.admitted_on) // 7 + 1 as week,
        dy.attendance_since,
        dy.attendance_through,
        ld.on_day is not null as is_leave,
        -- On leave, and between two episodes, nothing is prescribed.
        case
            when ld.on_day is not null or le.level is null then 0
            else
                prescribed_hours(
                    ep.hours_per_week, ep.sessions_per_week, lv.hours_per_week, lv.sessions_per_week
                ) * 60 / 7
        end as minutes
    from day as dy
    left join level_day as le
        on
            dy.client_id = le.client_id
            and dy.on_day = le.on_day
            and le.client_id = getvariable('client_id')
    left join episodes as ep on le.client_id = ep.client_id and le.episode_id = ep.episode_id
    left join level as lv on le.level = lv.level
    left join leave_day as ld on dy.client_id = ld.client_id and dy.on_day = ld.on_day
),

by_week as (
    select
        pr.week,
        min(pr.on_day) as from_day,
        max(pr.on_day) as to_day,
        min(pr.on_day) + 6 <= any_value(pr.attendance_through)
        and min(pr.on_day) >= any_value(pr.attendance_since) as is_whole,
        min(pr.on_day) <= any_value(pr.attendance_through)
        and min(pr.on_day) + 6 >= any_value(pr.attendance_since) as is_told_of,
        case when count(pr.minutes) = count(*) then sum(pr.minutes) end as minutes,
        count(*) filter (where pr.is_leave) as leave_days
    from prescribed as pr
    group by pr.week
),

visited as (
    select
        dy.on_day,
        ac.kind,
        ac.status,
        ac.attended,
        ac.counts,
        ac.attended_minutes,
        ac.excluded_minutes
    from attendance_counted as ac
    inner join day as dy on ac.client_id = dy.client_id and ac.on_day = dy.on_day
),

summed as (
    select
        bw.week,
        coalesce(sum(ca.attended_minutes), 0) as attended,
        coalesce(sum(ca.attended_minutes) filter (where ca.kind = 'group'), 0) as in_group,
        coalesce(sum(ca.attended_minutes) filter (where ca.kind = 'individual'), 0) as individual,
        coalesce(sum(ca.attended_minutes) filter (where ca.kind = 'family'), 0) as family,
        coalesce(sum(ca.excluded_minutes), 0) as excluded,
        count(*) filter (where ca.counts) as sessions,
        count(*) filter (where ca.attended) as sessions_attended
    from by_week as bw
    left join visited as ca on ca.on_day between bw.from_day and bw.to_day
    where bw.is_told_of
    group by bw.week
    -- A week whose sessions all still wait for an entry is no week without a visit.
    having
        count(*) filter (where ca.counts) > 0
        or count(*) filter (where ca.status = 'scheduled') = 0
)

select
    cast(bw.week as integer) as week,
    bw.from_day,
    bw.to_day,
    sm.attended as attended_minutes,
    case
        when bw.is_whole and bw.minutes is not null and sm.excluded is not null
            then round(greatest(0, bw.minutes - sm.excluded), 1)
    end as prescribed_minutes,
    sm.in_group as group_minutes,
    sm.individual as individual_minutes,
    sm.family as family_minutes,
    sm.attended - sm.in_group - sm.individual - sm.family as other_minutes,
    sm.sessions,
    sm.sessions_attended,
    bw.leave_days
from by_week as bw
left join summed as sm on bw.week = sm.week
order by bw.week
