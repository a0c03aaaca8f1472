/*
title = "Priority: who is discussed first"
grain = "one row an open client"
source = "Set on trials CTN-0027 and CTN-0030 alone (1,783 of 1,922 people in treatment for opioid use disorder: those who came in the last four weeks, weeks 4 to 16), for two outcomes of the next four weeks with one number; figures in README. The points for safety, symptoms, craving and forms could not be set there: assumed."
reviewed = 2026-11-24

[parameters.points_for_recent_screens]
type = "DOUBLE"
default = 7
help = "Points where no recent week has a negative screen, recent weeks weighing most: current use predicts further use"

[parameters.points_for_longer_screens]
type = "DOUBLE"
default = 2
help = "Points where none of the last twelve weeks has a negative screen: a longer record steadies the estimate"

[parameters.points_for_missed_visits]
type = "DOUBLE"
default = 2
help = "Points where no prescribed session of four weeks was attended, recent ones weighing most: absence precedes drop-out"

[parameters.points_for_being_away]
type = "DOUBLE"
default = 3
help = "Points for two weeks without a visit: in the trials 65% of those away so long had no visit in the next four weeks"

[parameters.points_for_few_visits]
type = "DOUBLE"
default = 1
help = "Points for attending a quarter or less of the prescribed sessions of four weeks"

[parameters.points_for_new_safety]
type = "DOUBLE"
default = 25
help = "Points for each unanswered safety flag: more than all other parts together"

[parameters.points_for_deterioration]
type = "DOUBLE"
default = 2
help = "Points where symptoms are reliably worse"

[parameters.points_for_unknown_symptoms]
type = "DOUBLE"
default = 1
help = "Points where a form is overdue or lacks its critical item: half the points for worse, since unknown stands in the middle"

[parameters.points_for_craving]
type = "DOUBLE"
default = 1
help = "Points where craving has risen, or cannot be judged though the program asks for it: logging less does not lower a client's place"

[parameters.screen_decay]
type = "DOUBLE"
default = 0.7
at_most = 1
help = "What a negative screen of the week before weighs relative to one of this week"

[parameters.share_that_may_be_missed]
type = "DOUBLE"
default = 0.2
at_most = 1
help = "Share of the sessions that may be missed without adding points"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[[examples]]
name = "a month of bad screens, and never away"
as_of = 2026-03-15
battery = ["drug_screen"]
episode = { level = "outpatient", started_on = 2026-01-15, sessions_per_week = 1 }
drug_screens = ["2026-02-18 positive", "2026-02-25 not_collected", "2026-03-04 positive", "2026-03-11 positive"]
attendance = ["2026-02-18 attended", "2026-02-25 attended", "2026-03-04 attended", "2026-03-11 attended"]
expect = { screen_points = 7, screen_history_points = 2, visit_points = 0, priority = 9 }
*/
-- A sum of points that can be followed by hand; higher is sooner. Only evidence of doing well (a visit, a
-- negative screen, a logged day without use where a program does not screen) lowers the points for use and
-- visits: a week whose screen was not collected counts like a positive one, unless the same week also has a
-- negative screen, since that client did come. What could not be known (on leave; before care began, of the
-- last four weeks) counts half, and while a leave lasts visits add nothing. Symptoms and craving that cannot
-- be judged add points as well, so that missing data are never rewarded. Where a program has neither screens
-- nor logs, use adds nothing.
with flagged as (
    select
        fl.client_id,
        count(*) filter (where fl.kind = 'safety' and fl.answered_on is null) as new_safety,
        count(*) filter (where fl.rule = 'reliable_deterioration') as deterioration,
        cast(
            bool_or(fl.rule in ('measure_overdue', 'critical_item_missing')) as integer
        ) as unknown_symptoms
    from flag as fl
    group by fl.client_id
),

craved as (
    select
        fi.client_id,
        fi.state = 'missing' as is_unknown
    from finding as fi
    where fi.rule = 'craving_rise'
),

evident as (
    select
        f.client_id,
        f.on_leave is not null as is_on_leave,
        -- A good week has a negative screen and no positive one. The weeks are those up to the last screens entered.
        f.negative_weeks & ~f.positive_weeks as good,
        least(4, greatest(0, f.week - f.weeks_since_screens)) as weeks_in,
        -- Of the last four weeks those before the admission; and any week on leave.
        ((15 & ~((1 << cast(weeks_in as integer)) - 1)) | f.leave_weeks) & ~good as unknowable,
        bit_count(good & 4095) as good_weeks,
        -- A program that screens once a month is not held to a screen a week.
        greatest(1, coalesce(f.screen_every_days, 7) / 7) as weeks_a_screen,
        -- The same in days, for logs: those before the admission, and those on leave of which nothing was told.
        greatest(0, getvariable('use_window_days') - 1 - f.days_in) as days_before,
        len(
            leave_between(
                f.leave_days,
                greatest(as_of() - getvariable('use_window_days'), f.admitted_on - 1),
                as_of()
            )
        )
        - f.leave_logs_28d as days_on_leave,
        -- Where a program does not screen, logged days without use stand in for negative screens.
        case
            when f.has_drug_screen
                then
                    weeks_a_screen * decayed_share(good, getvariable('screen_decay'))
                    + 0.5 * decayed_share(unknowable, getvariable('screen_decay'))
            when f.has_daily_log
                then
                    (f.clear_logs_28d + 0.5 * (days_before + days_on_leave))
                    / nullif(getvariable('use_window_days'), 0)
            else 1
        end as recent_share,
        case
            when f.has_drug_screen
                then (weeks_a_screen * good_weeks + 0.5 * bit_count(unknowable & 4095)) / 12
            else 1
        end as longer_share,
        case when f.on_leave is null then coalesce(f.visit_share, 0.5) else 1 end as visit_share,
        f.on_leave is null
        and f.days_away >= f.session_window as is_away,
        f.on_leave is null
        and f.days_in >= 27
        and f.weeks_in_care_4w >= 3
        and f.sessions_per_week > 0
        and 4 * f.attended_28d <= f.sessions_per_week * f.steady_days / 7 as has_few_visits
    from client_fact as f
),

scored as (
    select
        ev.client_id,
        ev.good_weeks,
        ev.days_before,
        ev.days_on_leave,
        ev.visit_share,
        coalesce(fl.new_safety, 0) as new_safety,
        -- In the trials recent screens told most of further use.
        round(getvariable('points_for_recent_screens') * (1 - least(1, ev.recent_share)), 2)
            as screen_points,
        round(getvariable('points_for_longer_screens') * (1 - least(1, ev.longer_share)), 2)
            as screen_history_points,
        -- In the trials absence came before drop-out; a few missed visits add nothing.
        coalesce(
            round(
                getvariable('points_for_missed_visits')
                * greatest(0, 1 - ev.visit_share - getvariable('share_that_may_be_missed'))
                / nullif(greatest(0, 1 - getvariable('share_that_may_be_missed')), 0),
                2
            ),
            0
        ) as visit_points,
        case when ev.is_away then getvariable('points_for_being_away') else 0 end as away_points,
        case when ev.has_few_visits then getvariable('points_for_few_visits') else 0 end
            as few_visits_points,
        getvariable('points_for_new_safety') * coalesce(fl.new_safety, 0) as safety_points,
        getvariable('points_for_deterioration') * coalesce(fl.deterioration, 0)
            as deterioration_points,
        -- Craving that has risen or cannot be judged; on leave nobody is asked for it.
        coalesce(cr.is_unknown and not ev.is_on_leave, false) as is_craving_unknown,
        case
            when not cr.is_unknown or is_craving_unknown then getvariable('points_for_craving')
            else 0
        end as craving_points,
        getvariable('points_for_unknown_symptoms') * coalesce(fl.unknown_symptoms, 0)
            as unknown_points
    from evident as ev
    left join flagged as fl on ev.client_id = fl.client_id
    left join craved as cr on ev.client_id = cr.client_id
)

select
    sc.client_id,
    sc.good_weeks,
    sc.days_before,
    sc.days_on_leave,
    sc.visit_share,
    sc.new_safety,
    sc.screen_points,
    sc.screen_history_points,
    sc.visit_points,
    sc.away_points,
    sc.few_visits_points,
    sc.safety_points,
    sc.deterioration_points,
    sc.craving_points,
    sc.is_craving_unknown,
    sc.unknown_points,
    round(
        sc.screen_points
        + sc.screen_history_points
        + sc.visit_points
        + sc.away_points
        + sc.few_visits_points
        + sc.safety_points
        + sc.deterioration_points
        + sc.craving_points
        + sc.unknown_points,
        2
    ) as priority
from scored as sc
