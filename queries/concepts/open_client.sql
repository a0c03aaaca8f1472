/*
title = "Open clients"
kind = "table"
grain = "one row an open client"

[[examples]]
name = "the week is counted over the admission, not over the episode"
as_of = 2026-03-15
episode = [
    { level = "partial_hospitalization", started_on = 2026-02-01, ended_on = 2026-03-01 },
    { level = "intensive_outpatient", started_on = 2026-03-02 },
]
expect = { level = "intensive_outpatient", admitted_on = 2026-02-01, week = 7, days_in = 42, days_in_episode = 13 }
*/
with latest as (
    select
        ad.client_id,
        max(ad.started_on) as admitted_on
    from admission as ad
    group by ad.client_id
),

entered as (
    select
        max(fd.through) filter (where fd.table_name = 'attendance') as attendance_through,
        max(fd.since) filter (where fd.table_name = 'attendance') as attendance_since,
        max(fd.through) filter (where fd.table_name = 'drug_screens') as screens_through,
        cast(greatest(0, (as_of() - screens_through) // 7) as integer) as weeks_since_screens,
        max(fd.since) filter (where fd.table_name = 'drug_screens') as screens_since,
        max(fd.through) filter (where fd.table_name = 'survey_scores') as surveys_through,
        max(fd.through) filter (where fd.table_name = 'daily_logs') as logs_through,
        max(fd.through) filter (
            where fd.table_name in ('attendance', 'drug_screens', 'survey_scores', 'daily_logs')
        ) as contacts_through
    from feed as fd
),

away as (
    select
        ld.client_id,
        list(ld.on_day order by ld.on_day) as leave_days,
        bit_or(week_bit(ld.on_day, fd.weeks_since_screens)) as leave_weeks
    from leave_day as ld
    cross join entered as fd
    group by ld.client_id
)

select
    oe.client_id,
    cl.name,
    cl.program_id,
    cl.clinician_id,
    cl.sex,
    cl.primary_substance,
    cl.on_medication,
    oe.episode_id,
    oe.level,
    oe.level_title,
    oe.next_level,
    oe.started_on as episode_started_on,
    oe.planned_weeks,
    oe.authorized_until,
    oe.sessions_per_week,
    oe.hours_per_week,
    ad.admitted_on,
    as_of() - ad.admitted_on as days_in,
    (as_of() - ad.admitted_on) // 7 + 1 as week,
    as_of() - oe.started_on as days_in_episode,
    lw.kind as on_leave,
    lw.started_on as on_leave_since,
    -- Days on leave up to the date of the board, in order, for leave_between and due_after_leave.
    coalesce(aw.leave_days, []) as leave_days,
    -- The same as weeks, one bit each, those after the last screens entered left out.
    coalesce(aw.leave_weeks, 0) as leave_weeks,
    -- Rules about absence count up to these days and never past them. Empty where nothing was ever entered:
    -- then nothing is known, and nothing is overdue.
    fd.attendance_through,
    -- Before the first session ever entered nothing is known about visits, and before the first specimen
    -- nothing about screens.
    fd.attendance_since,
    fd.screens_through,
    fd.weeks_since_screens,
    fd.screens_since,
    fd.surveys_through,
    fd.logs_through,
    -- For what several tables show, the latest of their last days; empty where nothing was ever entered.
    fd.contacts_through
from open_episode as oe
inner join clients as cl on oe.client_id = cl.client_id
inner join latest as ad on oe.client_id = ad.client_id
cross join entered as fd
left join leave_now as lw on oe.client_id = lw.client_id
left join away as aw on oe.client_id = aw.client_id
-- The caseload or client asked for is selected here, so every fact and rule reads those clients only.
where is_asked_for(oe.client_id, cl.clinician_id, cl.program_id)
