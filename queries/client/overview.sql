/*
title = "Who one client is, where in care, and how things stand"
kind = "query"
grain = "one row: an open client"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
level_title = "the level in words"
next_level = "the level that a step down leads to; empty at the lowest level, and at one that is not on the ladder"
ladder_gap = "why nobody at this level is ever called ready; empty where the ladder has it"
week = "week of the admission, from 1"
days_in = "days since the start of the admission"
hours_per_week = "of the episode, else what its level provides"
hours_attended = "as on the board: in the 7 days up to the last day for which attendance was entered"
hours_prescribed = "of the same 7 days, less days on leave and sessions cancelled, excused or not entered yet; empty: neither episode nor level names hours"
pane = "as on the board"
safety = "new, assessed or none"
strength = "one thing that is going well"
next_review_on = "the earliest plan review not done yet; it may be overdue"
attendance_through = "the last day for which attendance was entered"
*/
with due as (
    select
        ro.client_id,
        min(ro.due_on) as next_review_on
    from review_open as ro
    where ro.client_id = getvariable('client_id')
    group by ro.client_id
)

select
    f.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    f.level,
    coalesce(f.level_title, f.level) as level_title,
    f.next_level,
    -- A ladder written by hand may leave out a level that the extracts have: all criteria met would then read as
    -- a team that forgot to step down.
    case
        when f.level not in (select lv.level from level as lv)
            then concat(
                'not known: the clinic''s ladder has no level ',
                replace(f.level, '_', ' '),
                ', so nobody at it is called ready to step down'
            )
    end as ladder_gap,
    cast(f.week as integer) as week,
    f.admitted_on,
    f.days_in,
    f.episode_started_on,
    f.days_in_episode,
    f.planned_weeks,
    f.sessions_per_week,
    f.hours_per_week,
    round(f.attended_minutes_7d / 60, 2) as hours_attended,
    round(f.prescribed_minutes_7d / 60, 2) as hours_prescribed,
    f.authorized_until,
    f.primary_substance,
    f.on_medication,
    f.on_leave,
    f.on_leave_since,
    pn.pane,
    cast(pi.priority as double) as priority,
    pn.safety,
    sg.strength,
    ld.words as last_decision,
    du.next_review_on,
    f.attendance_through
from client_fact as f
left join pane as pn on f.client_id = pn.client_id
left join priority as pi on f.client_id = pi.client_id
left join strength as sg on f.client_id = sg.client_id
left join client_label as lb on f.client_id = lb.client_id
left join last_decision as ld on f.client_id = ld.client_id
left join due as du on f.client_id = du.client_id
where f.client_id = getvariable('client_id')
order by f.client_id
