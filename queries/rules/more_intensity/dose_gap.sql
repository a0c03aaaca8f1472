/*
title = "Less treatment than was prescribed"
kind = "more_intensity"
severity = 2
say = "{percent:0}% of the prescribed hours since {since}"
unit = "share of the prescribed hours"
worse = "lower"
suggests = ["outreach", "increase_sessions"]
source = "70%, 40% and the days are assumed; 9 hours a week define intensive outpatient care (SAMHSA 2021, Medicare)."
reviewed = 2026-11-23
assumed = ["dose_share", "dose_share_that_is_severe", "dose_first_days", "dose_sessions_needed"]
battery = []

[parameters.dose_share]
type = "DOUBLE"
default = 0.7
at_most = 1
help = "Share of the prescribed minutes below which the dose is short"

[parameters.dose_share_that_is_severe]
type = "DOUBLE"
default = 0.4
at_most = 1
help = "Share of the prescribed minutes below which the flag has severity 3"

[parameters.dose_first_days]
type = "INTEGER"
default = 14
help = "Days at the start of an episode during which the dose is not judged"

[parameters.dose_sessions_needed]
type = "INTEGER"
default = 2
help = "Counting sessions needed; with fewer, the rule is missing"

[[examples]]
name = "two of six sessions of a fortnight"
as_of = 2026-03-15
attendance = ["2026-03-02 attended", "2026-03-04 attended", "2026-03-06 no_show", "2026-03-09 no_show", "2026-03-11 late_cancel", "2026-03-13 left_early attended=18"]
expect = { state = "met", value = 0.35, threshold = 0.7, since = 2026-03-02, severity = 3 }

[[examples]]
name = "what the program cancelled was not prescribed"
as_of = 2026-03-15
attendance = ["2026-03-02 attended", "2026-03-04 attended", "2026-03-06 cancelled_by_program", "2026-03-09 attended", "2026-03-11 cancelled_by_program", "2026-03-13 no_show"]
expect = { state = "not_met", value = 0.75 }
*/
-- Far below its prescribed dose a program is no longer the one prescribed. Sessions cancelled or excused are
-- nobody's gap, sessions not entered yet are a gap in the data, and days on leave reduce what was prescribed.
select
    f.client_id,
    case
        when f.on_leave is not null then 'missing'
        when f.days_in_episode < getvariable('dose_first_days') then 'not_met'
        when f.dose_sessions < getvariable('dose_sessions_needed') then 'missing'
        when f.dose_prescribed_minutes = 0 then 'missing'
        when f.dose_attended_minutes < f.dose_prescribed_minutes * getvariable('dose_share')
            then 'met'
        else 'not_met'
    end as state,
    f.dose_attended_minutes / nullif(f.dose_prescribed_minutes, 0) as value,
    getvariable('dose_share') as threshold,
    f.dose_from as since,
    rounded_below(100 * value, 100 * getvariable('dose_share')) as percent,
    case
        when
            f.dose_attended_minutes
            < f.dose_prescribed_minutes * getvariable('dose_share_that_is_severe')
            then 3
        else 2
    end as severity,
    case
        when f.on_leave is not null then 'on leave'
        when f.days_in_episode < getvariable('dose_first_days')
            then
                format(
                    'not judged in the first {} days of an episode', getvariable('dose_first_days')
                )
        when f.dose_sessions < getvariable('dose_sessions_needed')
            then coalesce(
                format(
                    'sessions that count from {} to {}: {}, too few',
                    short_day(f.dose_from),
                    short_day(f.attendance_through),
                    f.dose_sessions
                ),
                'visits were never entered'
            )
        when f.dose_prescribed_minutes = 0
            then 'no hours prescribed since ' || short_day(f.dose_from)
    end as because
from client_fact as f
order by f.client_id
