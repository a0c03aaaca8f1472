/*
title = "No-shows in a row"
kind = "more_intensity"
severity = 2
say = "No visit at the last {sessions}, since {since}"
unit = "sessions in a row without a visit"
suggests = ["outreach"]
source = "Programs' policies; no adult IOP study gives a number. TIP 47 on outreach."
reviewed = 2026-11-23
assumed = ["no_shows_that_flag", "no_shows_that_are_severe"]
battery = []

[parameters.no_shows_that_flag]
type = "INTEGER"
default = 2
help = "No-shows in a row at or above which the rule is met"

[parameters.no_shows_that_are_severe]
type = "INTEGER"
default = 3
help = "No-shows in a row at or above which the flag has severity 3"

[[examples]]
name = "a cancelled session neither counts nor breaks"
as_of = 2026-03-15
attendance = ["2026-03-09 no_show", "2026-03-11 cancelled_by_program", "2026-03-13 no_show"]
expect = { state = "met", value = 2, since = 2026-03-09, severity = 2 }

[[examples]]
name = "one no-show is not a run"
as_of = 2026-03-15
attendance = ["2026-03-09 attended", "2026-03-11 attended", "2026-03-13 no_show"]
expect = { state = "not_met", value = 1 }
*/
-- Absence precedes drop-out; the flag is a reason to ask why, not to blame. A visit closes it. On leave nobody is
-- expected.
select
    f.client_id,
    case
        when f.on_leave is not null then 'missing'
        when f.counting_sessions_14d = 0 then 'missing'
        when f.no_shows_in_a_row >= getvariable('no_shows_that_flag') then 'met'
        else 'not_met'
    end as state,
    f.no_shows_in_a_row as value,
    getvariable('no_shows_that_flag') as threshold,
    f.first_no_show_on as since,
    -- An answer covers the run as it was known: one more no-show is new.
    greatest(f.first_no_show_on, f.no_shows_known_on) as covered_from,
    case when f.no_shows_in_a_row >= getvariable('no_shows_that_are_severe') then 3 else 2 end
        as severity,
    case
        when f.no_shows_in_a_row = 1 then 'session' else format('{} sessions', f.no_shows_in_a_row)
    end as sessions,
    case
        when f.on_leave is not null then 'on leave'
        when f.counting_sessions_14d = 0
            then coalesce(
                format(
                    'no session that counts in the {} days to {}',
                    f.session_window,
                    short_day(f.attendance_through)
                ),
                'visits were never entered'
            )
    end as because
from client_fact as f
order by f.client_id
