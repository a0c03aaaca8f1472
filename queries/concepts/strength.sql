/*
title = "One thing that is going well"
grain = "one row an open client"
source = "Assumed: what the rules look at, seen from its good side. 90 days in care go with better outcomes (Washington State)."
reviewed = 2026-11-24

[parameters.strength_sessions]
type = "INTEGER"
default = 4
help = "Sessions, screens or logs needed before they count as a strength"

[parameters.strength_share]
type = "DOUBLE"
default = 0.75
at_most = 1
help = "Share of the sessions at or above which attendance counts as a strength (assumed)"

[parameters.strength_missed]
type = "INTEGER"
default = 2
help = "No-shows in the session window after which coming back is a strength"

[parameters.strength_craving_fall]
type = "DOUBLE"
default = 1
help = "Fall of mean craving, in points, that counts as a strength (assumed)"

[parameters.strength_goals_change]
type = "DOUBLE"
default = 10
help = "Rise of the goals' T since the first ratings that counts as a strength; 10 is one step of a single goal"

[parameters.goals_t_that_is_reached]
type = "DOUBLE"
default = 50
help = "Goals' T (goal attainment scaling) at or above this; 50 is as set"

[parameters.goal_rating_days]
type = "INTEGER"
default = 45
help = "Days for which a goal rating counts"

[parameters.support_contact_days]
type = "INTEGER"
default = 30
help = "A support counts as in contact within this many days"

[parameters.craving_days]
type = "INTEGER"
default = 7
help = "Recent period for craving, in days"

[parameters.craving_logs_needed]
type = "INTEGER"
default = 4
help = "Craving logs needed in the recent days; with fewer, the rule is missing"

[parameters.craving_logs_needed_before]
type = "INTEGER"
default = 8
help = "Craving logs needed in the comparison days before the recent ones; with fewer, the rule is missing"

[parameters.craving_days_settled]
type = "INTEGER"
default = 14
help = "Window in which craving must be low before a step down, in days"

[parameters.craving_logs_settled_needed]
type = "INTEGER"
default = 6
help = "Craving logs needed in the window before a step down; with fewer, the criterion is missing"

[parameters.craving_that_is_low]
type = "DOUBLE"
default = 3
help = "Low craving: mean at or below this (0 to 10)"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[parameters.screen_window_days]
type = "INTEGER"
default = 28
help = "Window for drug screens, in days"

[parameters.days_until_first_score]
type = "INTEGER"
default = 14
help = "A measure never scored is long overdue when this many days of the admission have passed"

[[examples]]
name = "came to every session"
as_of = 2026-03-15
attendance = ["2026-03-02 attended", "2026-03-04 attended", "2026-03-06 attended", "2026-03-09 late", "2026-03-11 attended"]
expect = { strength = "Came to all 5 sessions of the last 4 weeks" }

[[examples]]
name = "there is always something"
as_of = 2026-03-15
expect = { strength = "In care since 14 Jan" }
*/
-- A conference that only lists problems forgets what to build on. The first that applies, the most telling on
-- top. An area with a flag is left out, and so is a score or rating older than the evidence of any flag for
-- safety or more care: praise next to its opposite reads as mockery, and is then no longer read.
with flagged as (
    select
        fl.client_id,
        bool_or(
            fl.rule in (
                'early_positive_screens', 'continued_use', 'return_to_use', 'critical_event',
                'screen_overdue'
            )
        ) as on_use,
        bool_or(
            fl.rule in (
                'no_shows_in_a_row', 'no_contact', 'dose_gap', 'attendance_not_entered'
            )
        ) as on_visits,
        bool_or(fl.rule in ('no_shows_in_a_row', 'no_contact')) as on_absence,
        bool_or(
            fl.rule in (
                'suicidal_ideation', 'suicide_risk_screen', 'critical_event', 'severe_and_worse',
                'not_on_track', 'reliable_deterioration', 'critical_item_missing'
            )
        ) as on_scores,
        bool_or(fl.rule in ('craving_rise', 'risk_over_protection')) as on_craving,
        bool_or(fl.rule = 'goals_stalled') as on_goals,
        bool_or(fl.rule = 'logging_dropped') as on_logs,
        max(fl.since) filter (where fl.kind in ('safety', 'more_intensity')) as turned_on
    from flag as fl
    group by fl.client_id
),

looked_at as (
    select
        f.client_id,
        f.admitted_on,
        f.days_in,
        f.days_in < f.steady_days as is_new,
        weeks_or_days(f.steady_days) as steady_window,
        f.counting_sessions_28d as sessions,
        f.attended_28d as attended,
        coalesce(f.back_on, f.last_attended_on) as back_on,
        f.due_28d,
        f.negative_28d,
        f.last_negative_on,
        f.last_result_on,
        case when coalesce(f.gain.given_on >= fl.turned_on, true) then f.gain end as gain,
        case when coalesce(f.settled.given_on >= fl.turned_on, true) then f.settled end as settled,
        f.craving_logs,
        f.craving_logs_before,
        f.craving_mean,
        f.craving_mean_before,
        f.craving_logs_14d,
        f.craving_mean_14d,
        f.logs_28d,
        f.goals_t,
        f.lowest_goal_level,
        f.goals_change,
        f.goal_rated_on,
        f.goal_rated_on > as_of() - getvariable('goal_rating_days')
        and coalesce(f.goal_rated_on >= fl.turned_on, true) as goals_speak,
        f.support_contact_on,
        f.has_relapse_plan,
        f.has_next_step,
        -- No use reported by any source, and none of any substance found by a screen: as in sustained_abstinence.
        not coalesce(fl.on_use, false)
        and f.positive_28d = 0
        and f.any_positive_on is null
        and f.use_days_28d = 0
        and f.use_event_on is null
        and coalesce(
            greatest(f.bam_iop_use_on, f.bam_use_on) <= as_of() - getvariable('use_window_days'),
            true
        ) as is_free_of_use,
        not coalesce(fl.on_absence, false)
        and f.no_shows_in_a_row = 0
        and f.no_shows_14d >= getvariable('strength_missed')
        and f.last_attended_on > as_of() - 7 as is_back,
        not coalesce(fl.on_visits, false) as visits_open,
        not coalesce(fl.on_scores, false) as scores_open,
        not coalesce(fl.on_craving, false) as craving_open,
        not coalesce(fl.on_goals, false) as goals_open,
        not coalesce(fl.on_logs, false) as logs_open
    from client_fact as f
    left join flagged as fl on f.client_id = fl.client_id
)

select
    lo.client_id,
    case
        when
            lo.is_free_of_use
            and lo.due_28d >= getvariable('strength_sessions')
            and lo.negative_28d = lo.due_28d
            then
                format(
                    'All {} screens of the last {} negative',
                    lo.due_28d,
                    weeks_or_days(getvariable('screen_window_days'))
                )
        when lo.is_back then 'Came back on ' || short_day(lo.back_on)
        when lo.gain is not null and lo.scores_open
            then
                concat(
                    lo.gain.title,
                    printf(' improved from %g to %g', lo.gain.baseline, lo.gain.score),
                    ' (', short_day(lo.gain.given_on), ')'
                )
        when
            lo.visits_open
            and lo.sessions >= getvariable('strength_sessions')
            and lo.attended = lo.sessions
            then
                concat(
                    format('Came to all {} sessions ', lo.attended),
                    if(lo.is_new, 'so far', 'of the last ' || lo.steady_window)
                )
        when
            lo.craving_open
            and lo.craving_logs >= getvariable('craving_logs_needed')
            and lo.craving_logs_before >= getvariable('craving_logs_needed_before')
            and lo.craving_mean_before - lo.craving_mean >= getvariable('strength_craving_fall')
            then
                format(
                    'Craving down to {:.1f} from {:.1f}', lo.craving_mean, lo.craving_mean_before
                )
        when
            lo.goals_open
            and lo.goals_speak
            and lo.goals_t >= getvariable('goals_t_that_is_reached')
            then
                concat(
                    -- One goal may raise T while another falls short, or was never rated.
                    case
                        when lo.lowest_goal_level >= 0 then 'Goals reached as set'
                        else
                            format(
                                'Goals'' T {:.0f}, where {:.0f} is as set',
                                lo.goals_t,
                                gas_t([0], [1])
                            )
                    end,
                    ' (', short_day(lo.goal_rated_on), ')'
                )
        when
            lo.goals_open
            and lo.goals_speak
            and lo.goals_change >= getvariable('strength_goals_change')
            then concat('Closer to the goals than at the start (', short_day(lo.goal_rated_on), ')')
        when lo.settled is not null and lo.scores_open
            then
                concat(
                    lo.settled.title,
                    printf(' settled at %g', lo.settled.score),
                    ' (', short_day(lo.settled.given_on), ')'
                )
        when
            lo.is_free_of_use
            and lo.last_negative_on = lo.last_result_on
            and lo.last_negative_on > as_of() - getvariable('screen_window_days')
            then concat('Screen of ', short_day(lo.last_negative_on), ' negative')
        when
            lo.visits_open
            and lo.sessions > 0
            and lo.attended >= lo.sessions * getvariable('strength_share')
            then
                concat(
                    format('Came to {} of {} session', lo.attended, lo.sessions),
                    if(lo.sessions = 1, ' ', 's '),
                    if(lo.is_new, 'so far', 'of the last ' || lo.steady_window)
                )
        when
            lo.craving_open
            and lo.craving_logs_14d >= getvariable('craving_logs_settled_needed')
            and lo.craving_mean_14d <= getvariable('craving_that_is_low')
            then
                format(
                    'Craving low, {:.1f} on average in {} days',
                    lo.craving_mean_14d,
                    getvariable('craving_days_settled')
                )
        when lo.is_free_of_use and lo.logs_28d >= getvariable('strength_sessions')
            then format('No use reported on {} logged days', lo.logs_28d)
        when
            lo.support_contact_on > as_of() - getvariable('support_contact_days')
            then concat('In contact with a support (', short_day(lo.support_contact_on), ')')
        when lo.has_relapse_plan then 'Has a relapse prevention plan'
        when lo.has_next_step then 'Next step after discharge arranged'
        when lo.logs_open and lo.craving_logs >= getvariable('strength_sessions')
            then
                format(
                    'Logged on {} of the last {} days',
                    lo.craving_logs,
                    getvariable('craving_days')
                )
        when lo.days_in < getvariable('days_until_first_score')
            then 'Started care on ' || short_day(lo.admitted_on)
        else 'In care since ' || short_day(lo.admitted_on)
    end as strength
from looked_at as lo
