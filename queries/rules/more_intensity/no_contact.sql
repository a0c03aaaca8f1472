/*
title = "No contact"
kind = "more_intensity"
severity = 2
say = "No visit, survey, log or specimen for {how_long}, since {since}{entered}"
unit = "days without contact"
suggests = ["outreach"]
source = "14 to 30 days without contact commonly count as lost, from memory; TIP 47 on outreach. 7 days are assumed."
reviewed = 2026-11-24
assumed = ["contact_days", "contact_gaps", "contact_times_that_are_severe"]
battery = []

[parameters.contact_days]
type = "DOUBLE"
default = 7
help = "Days without any contact at or above which the rule is met"

[parameters.contact_gaps]
type = "DOUBLE"
default = 2
help = "This many times the usual gap between the client's prescribed sessions, where that is longer than contact_days"

[parameters.contact_times_that_are_severe]
type = "DOUBLE"
default = 2
help = "At this many times the allowed days without contact the flag has severity 3"

[[examples]]
name = "seven days after the last visit"
as_of = 2026-03-15
attendance = ["2026-03-08 attended"]
expect = { state = "met", value = 7, threshold = 7, since = 2026-03-09, severity = 2, evidence = "No visit, survey, log or specimen for 7 days, since 9 Mar" }

[[examples]]
name = "a weekly client: two of the usual gaps"
as_of = 2026-03-15
episode = { level = "outpatient", started_on = 2026-01-01, sessions_per_week = 1, hours_per_week = 1 }
attendance = ["2026-03-02 attended"]
expect = { state = "not_met", value = 13, threshold = 14 }
*/
-- Not being heard from in any way may be how drop-out begins: our own reading. Contact of any kind counts, so days are
-- counted up to the last day that any of the feeds has. The admission itself counts as contact; days on
-- leave are left out.
with aged as (
    select
        f.client_id,
        f.on_leave,
        f.attendance_through,
        f.contacts_through is null as is_unknown,
        f.sessions_not_entered,
        greatest(f.last_contact_on, f.admitted_on, f.records_from - 1) as counted_from,
        len(leave_between(f.leave_days, counted_from, f.contacts_through)) as leave_in_window,
        greatest(0, f.contacts_through - counted_from - leave_in_window) as days,
        greatest(
            getvariable('contact_days'),
            getvariable('contact_gaps') * 7 / nullif(f.sessions_per_week, 0)
        ) as days_allowed,
        getvariable('contact_times_that_are_severe') * days_allowed as days_severe
    from client_fact as f
)

select
    ag.client_id,
    case
        when ag.on_leave is not null or ag.is_unknown then 'missing'
        when ag.days >= ag.days_allowed then 'met'
        else 'not_met'
    end as state,
    case when not ag.is_unknown then ag.days end as value,
    ag.days_allowed as threshold,
    ag.counted_from + 1 as since,
    -- Passing days are not new evidence for a team that answered; twice as long is.
    case when ag.days >= ag.days_severe then ag.days_severe else ag.days_allowed end
        as covered_value,
    case when ag.days >= ag.days_severe then 3 else 2 end as severity,
    days_counted(ag.days, ag.leave_in_window) as how_long,
    -- Where attendance lags behind the other feeds, or one session was left out, say so: a visit may simply
    -- not be entered yet.
    case
        when ag.attendance_through is null then '; visits were never entered'
        when ag.attendance_through - ag.counted_from < ag.days_allowed
            then '; visits were entered up to ' || short_day(ag.attendance_through) || ' only'
        when len(list_filter(ag.sessions_not_entered, lambda d: d > ag.counted_from)) > 0 -- noqa: RF03
            then '; not every session was entered'
        else ''
    end as entered,
    case
        when ag.on_leave is not null then 'on leave'
        when ag.is_unknown then 'visits, surveys, logs and specimens were never entered'
    end as because
from aged as ag
order by ag.client_id
