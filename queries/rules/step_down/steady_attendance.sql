/*
title = "Steady attendance"
kind = "step_down"
say = "{value:0%} of the sessions of {days} days"
unit = "share of the sessions"
source = "90 days in care go with better outcomes (Washington State, TIP 47); many programs are 6 to 12 weeks. 80% is assumed."
reviewed = 2026-11-23
assumed = ["steady_share", "few_sessions"]
battery = []

[parameters.steady_share]
type = "DOUBLE"
default = 0.8
at_most = 1
help = "Share of the counting sessions that must be attended"

[parameters.steady_days_in_care]
type = "INTEGER"
default = 90
help = "Days of the episode that must have passed, or its planned weeks if shorter"

[parameters.few_sessions]
type = "INTEGER"
default = 4
help = "With fewer counting sessions the dose window is doubled, and steady attendance is not judged"

[[examples]]
name = "four of five, and the planned weeks done"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2025-12-21, planned_weeks = 12, sessions_per_week = 3, hours_per_week = 9 }
attendance = ["2026-02-18 late_cancel", "2026-02-25 attended", "2026-03-04 late", "2026-03-09 left_early", "2026-03-11 attended"]
expect = { state = "met", value = 0.8, threshold = 0.8 }

[[examples]]
name = "a no-show in the last fortnight"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2025-12-21, planned_weeks = 12, sessions_per_week = 3, hours_per_week = 9 }
attendance = ["2026-02-18 attended", "2026-02-25 attended", "2026-03-04 attended", "2026-03-09 no_show", "2026-03-11 attended"]
expect = { state = "not_met", value = 0.8 }
*/
-- Late and left early count as visits: the client was there. Where the planned weeks are shorter than 90 days they
-- are enough: nobody is kept for the calendar. With fewer than four sessions the criterion is missing,
-- whatever else holds.
with counted as (
    select
        f.client_id,
        f.on_leave,
        f.attendance_through,
        f.steady_days,
        f.counting_sessions_28d,
        f.attended_28d / nullif(f.counting_sessions_28d, 0) as share,
        f.no_shows_14d,
        f.session_window,
        f.days_in_episode,
        least(getvariable('steady_days_in_care'), f.planned_weeks * 7) as days_needed
    from client_fact as f
)

select
    co.client_id,
    case
        when co.on_leave is not null then 'missing'
        when co.counting_sessions_28d < getvariable('few_sessions') then 'missing'
        when
            co.share >= getvariable('steady_share')
            and co.no_shows_14d = 0
            and co.days_in_episode >= co.days_needed
            then 'met'
        else 'not_met'
    end as state,
    co.share as value,
    getvariable('steady_share') as threshold,
    co.attendance_through + 1 - co.steady_days as since,
    co.steady_days as days,
    case
        when co.on_leave is not null then 'on leave'
        when co.counting_sessions_28d < getvariable('few_sessions')
            then format('sessions to judge by: {}, too few', co.counting_sessions_28d)
        else
            concat_ws(
                ', ',
                case
                    when co.share < getvariable('steady_share')
                        then
                            format(
                                'attendance {:.0f}% in {} days',
                                rounded_below(
                                    100 * co.share, 100 * getvariable('steady_share')
                                ),
                                co.steady_days
                            )
                end,
                case
                    when co.no_shows_14d > 0
                        then format('no-shows in {} days: {}', co.session_window, co.no_shows_14d)
                end,
                case
                    when co.days_in_episode < co.days_needed
                        then format('{} of {} days done', co.days_in_episode, co.days_needed)
                end
            )
    end as because
from counted as co
order by co.client_id
