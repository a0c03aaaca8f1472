/*
title = "What the board showed on the day: every rule met, the panes, priority, and plain baselines"
grain = "one row an open client and signal that is on or scored"
source = "Baselines: plain counts that a team could keep on paper."

[parameters.share_talked_about]
type = "DOUBLE"
default = 0.25
at_most = 1
help = "Priority counts as on for this share of open clients, those with the most points: what a conference has time for"

[parameters.bad_screens_that_flag]
type = "INTEGER"
default = 2
help = "Bad screens in four weeks at or above which the plain screen count is on"

[parameters.missed_weeks_that_flag]
type = "INTEGER"
default = 2
help = "Weeks without a visit, of four, at or above which the plain attendance count is on"

[parameters.screens_that_are_enough]
type = "INTEGER"
default = 3
help = "Screens due in four weeks, all negative, at or above which the plain sign of doing well is on"

[columns]
side = "worse: a sign of doing badly; better: a sign of doing well"
score = "higher is more of it; empty for a signal that is only on or off"

[[examples]]
name = "two no-shows: the rule, the first pane, the plain counts and the order"
as_of = 2026-03-15
battery = ["drug_screen"]
episode = { level = "outpatient", started_on = 2026-01-15, sessions_per_week = 1 }
drug_screens = ["2026-02-18 negative", "2026-02-25 negative", "2026-03-04 negative", "2026-03-11 negative"]
attendance = ["2026-02-18 attended", "2026-02-25 attended", "2026-03-04 no_show", "2026-03-11 no_show"]
expect = [
    { signal = "any_flag", is_on = true },
    { signal = "bad_screens_of_four", is_on = false, score = 0 },
    { signal = "first_pane", is_on = true },
    { signal = "flag_severity", is_on = "null", score = 2 },
    { signal = "no_shows_in_a_row", is_on = true },
    { signal = "priority" },
    { signal = "screens_all_negative", side = "better", is_on = true },
    { signal = "sustained_abstinence", side = "better", is_on = true },
    { signal = "weeks_missed_of_four", side = "worse", is_on = true, score = 2 },
]
*/
with flagged as (
    select
        fl.client_id,
        sum(fl.severity) as severity
    from flag as fl
    group by fl.client_id
),

counted as (
    select
        f.client_id,
        f.bad_screens_28d,
        greatest(0, least(4, f.week) - f.weeks_with_visit_4w) as weeks_missed,
        f.due_28d >= getvariable('screens_that_are_enough') and f.negative_28d = f.due_28d
            as is_all_negative,
        f.has_drug_screen,
        f.attendance_through
    from client_fact as f
),

ranked as (
    select
        pr.client_id,
        pr.priority,
        pr.priority > 0
        and rank() over (order by pr.priority desc)
        <= getvariable('share_talked_about') * count(*) over () as is_first
    from priority as pr
),

told as (
    select
        fl.client_id,
        fl.rule as signal,
        'worse' as side,
        null as score,
        true as is_on
    from flag as fl
    union all
    select
        cr.client_id,
        cr.rule as signal,
        'better' as side,
        null as score,
        true as is_on
    from criterion as cr
    where cr.state = 'met'
    union all
    select
        cr.client_id,
        'abstinent_and_steady' as signal,
        'better' as side,
        null as score,
        true as is_on
    from criterion as cr
    where cr.rule in ('sustained_abstinence', 'steady_attendance') and cr.state = 'met'
    group by cr.client_id
    having count(*) = 2
    union all
    select
        pa.client_id,
        case when pa.pane = 'needs_more_intensity' then 'first_pane' else 'ready' end as signal,
        case when pa.pane = 'needs_more_intensity' then 'worse' else 'better' end as side,
        null as score,
        true as is_on
    from pane as pa
    where pa.pane in ('needs_more_intensity', 'ready_to_step_down')
    union all
    select
        ra.client_id,
        'priority' as signal,
        'worse' as side,
        ra.priority as score,
        ra.is_first as is_on
    from ranked as ra
    union all
    select
        fl.client_id,
        'any_flag' as signal,
        'worse' as side,
        null as score,
        true as is_on
    from flagged as fl
    union all
    select
        fl.client_id,
        'flag_severity' as signal,
        'worse' as side,
        fl.severity as score,
        null as is_on
    from flagged as fl
    union all
    select
        co.client_id,
        'bad_screens_of_four' as signal,
        'worse' as side,
        co.bad_screens_28d as score,
        co.bad_screens_28d >= getvariable('bad_screens_that_flag') as is_on
    from counted as co
    where co.has_drug_screen
    union all
    select
        co.client_id,
        'weeks_missed_of_four' as signal,
        'worse' as side,
        co.weeks_missed as score,
        co.weeks_missed >= getvariable('missed_weeks_that_flag') as is_on
    from counted as co
    where co.attendance_through is not null
    union all
    select
        co.client_id,
        'screens_all_negative' as signal,
        'better' as side,
        null as score,
        true as is_on
    from counted as co
    where co.is_all_negative
)

select
    te.client_id,
    as_of() as on_day,
    te.signal,
    te.side,
    cast(te.score as double) as score,
    te.is_on
from told as te
order by te.client_id, te.signal
