/*
title = "One thing that goes well"
grain = "one row an open client"

[parameters.strength_sessions]
type = "INTEGER"
default = 4
help = "Sessions, screens or logs from which something is said to go well"

[parameters.goals_t_that_is_reached]
type = "DOUBLE"
default = 50
help = "Goals' T at or above this"

[[examples]]
name = "came to every session"
as_of = 2026-03-15
attendance = ["2026-03-02 attended", "2026-03-04 attended", "2026-03-09 late", "2026-03-11 attended"]
expect = { strength = "Came to all 4 sessions of the last weeks" }

[[examples]]
name = "there is always something"
as_of = 2026-03-15
expect = { strength = "In care since 14 Jan" }
*/
-- A conference that only lists what is wrong forgets what to build on. The first that holds.
select
    f.client_id,
    case
        when
            f.due_28d >= getvariable('strength_sessions')
            and f.negative_28d = f.due_28d
            and f.use_days_28d = 0
            then format('All {} screens of the last weeks negative', f.due_28d)
        when
            f.counting_sessions_28d >= getvariable('strength_sessions')
            and f.came_28d = f.counting_sessions_28d
            then format('Came to all {} sessions of the last weeks', f.came_28d)
        when
            f.core_settled > 0 and f.core_unsettled = 0 and f.board_score_change is not null
            then format('{} {:.0f}: settled', f.board_measure, f.board_score)
        when f.craving_mean < f.craving_mean_before
            then
                format('Craving down to {:.1f} from {:.1f}', f.craving_mean, f.craving_mean_before)
        when f.goals_t >= getvariable('goals_t_that_is_reached') then 'Goals reached as set'
        when f.last_negative_on = f.last_result_on
            then strftime(f.last_negative_on, 'Last screen negative, %-d %b')
        when f.supports > 0 and f.support_contact_on is not null
            then strftime(f.support_contact_on, 'In contact with a support, %-d %b')
        when f.craving_logs >= getvariable('strength_sessions')
            then format('Logged on {} of the last days', f.craving_logs)
        when f.came_28d > 0
            then
                format(
                    'Came to {} of {} sessions of the last weeks',
                    f.came_28d,
                    f.counting_sessions_28d
                )
        when f.last_came_on is not null
            then strftime(f.last_came_on, 'Came until %-d %b')
        else strftime(f.admitted_on, 'In care since %-d %b')
    end as strength
from client_fact as f
