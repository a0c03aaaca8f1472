/*
title = "Hours attended compared with hours prescribed"
kind = "query"
grain = "one row an open client for whom attendance was entered since the episode began, the lowest share first, those without a share last"
source = "Dose is judged against the episode's own prescription; 9 and 20 hours a week are what IOP and PHP are by definition (SAMHSA, Medicare)."
reviewed = 2026-11-24

[parameters.hours_window_days]
type = "INTEGER"
default = 28
help = "Window for hours, in days; shorter where the episode is younger"

[columns]
from_on = "the first day counted; the last is the last day for which attendance was entered"
days = "days counted, those on leave too; of a few days a share says little"
leave_days = "of these, days on leave, left out of both"
prescribed_hours = "from the episode's hours a week, else its level's, less sessions cancelled by the program, excused or not entered yet; empty: the level names no hours either"
share = "attended divided by prescribed; empty where nothing was prescribed in these days, or the amount is unknown"
group_hours = "attended; the others likewise"
hours_per_week = "attended, per week in care"
least_hours_per_week = "the minimum that defines the level; empty: none"
is_under_least = "attended less than that minimum, before rounding; empty: the level has none"

[[examples]]
name = "twelve of eighteen hours in the first two weeks of an episode"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-03-02 }
attendance = ["2026-03-03 attended minutes=180", "2026-03-05 attended minutes=180", "2026-03-09 attended minutes=180 kind=individual", "2026-03-12 attended minutes=180 kind=family", "2026-03-13 no_show minutes=180"]
expect = { from_on = 2026-03-02, days = 14, prescribed_hours = 18, attended_hours = 12, share = 0.67, group_hours = 6, individual_hours = 3, family_hours = 3, other_hours = 0, hours_per_week = 6, least_hours_per_week = 9, is_under_least = true }
*/
-- The window ends on the last day of attendance entered: what is not entered yet is not held against anybody. Low
-- hours show that the prescribed dose was not received, not why.
with span as (
    select
        oc.client_id,
        oc.level,
        oc.hours_per_week,
        oc.attendance_through as to_on,
        greatest(
            oc.episode_started_on,
            oc.attendance_since,
            oc.attendance_through + 1 - getvariable('hours_window_days')
        ) as from_on
    from open_client as oc
),

away as (
    select
        sp.client_id,
        count(*) as leave_days
    from span as sp
    inner join leave_day as ld
        on sp.client_id = ld.client_id and ld.on_day between sp.from_on and sp.to_on
    group by sp.client_id
),

visited as (
    select
        sp.client_id,
        sum(ac.attended_minutes) / 60 as attended,
        sum(ac.attended_minutes) filter (where ac.kind = 'group') / 60 as in_group,
        sum(ac.attended_minutes) filter (where ac.kind = 'individual') / 60 as individual,
        sum(ac.attended_minutes) filter (where ac.kind = 'family') / 60 as family,
        sum(ac.attended_minutes) filter (
            where ac.kind not in ('group', 'individual', 'family')
        ) / 60 as other,
        sum(ac.excluded_minutes) / 60 as excluded
    from span as sp
    inner join attendance_counted as ac
        on sp.client_id = ac.client_id and ac.on_day between sp.from_on and sp.to_on
    group by sp.client_id
),

judged as (
    select
        sp.client_id,
        sp.level,
        sp.from_on,
        sp.to_on - sp.from_on + 1 as days,
        coalesce(aw.leave_days, 0) as leave_days,
        sp.to_on - sp.from_on + 1 - coalesce(aw.leave_days, 0) as days_in_care,
        case
            when sp.hours_per_week is not null
                then
                    greatest(
                        0,
                        sp.hours_per_week
                        / 7
                        * (sp.to_on - sp.from_on + 1 - coalesce(aw.leave_days, 0))
                        - coalesce(ca.excluded, 0)
                    )
        end as prescribed,
        coalesce(ca.attended, 0) as attended,
        coalesce(ca.in_group, 0) as in_group,
        coalesce(ca.individual, 0) as individual,
        coalesce(ca.family, 0) as family,
        coalesce(ca.other, 0) as other
    from span as sp
    left join away as aw on sp.client_id = aw.client_id
    left join visited as ca on sp.client_id = ca.client_id
    where sp.to_on >= sp.from_on
)

select
    ju.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    coalesce(lv.title, ju.level) as level,
    ju.from_on,
    cast(ju.days as integer) as days,
    cast(ju.leave_days as integer) as leave_days,
    round(ju.prescribed, 1) as prescribed_hours,
    round(ju.attended, 1) as attended_hours,
    round(ju.attended / nullif(ju.prescribed, 0), 2) as share,
    round(ju.in_group, 1) as group_hours,
    round(ju.individual, 1) as individual_hours,
    round(ju.family, 1) as family_hours,
    round(ju.other, 1) as other_hours,
    round(ju.attended * 7 / nullif(ju.days_in_care, 0), 1) as hours_per_week,
    lv.least_hours_per_week,
    ju.attended * 7 / nullif(ju.days_in_care, 0) < lv.least_hours_per_week as is_under_least
from judged as ju
left join level as lv on ju.level = lv.level
left join client_label as lb on ju.client_id = lb.client_id
order by share asc nulls last, ju.client_id asc
