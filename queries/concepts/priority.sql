/*
title = "Who is talked about first"
grain = "one row an open client"
source = "Attendance tells who leaves and screens tell who goes on using, each better than anything else (trials 27 and 30); the points are assumed."

[parameters.points_for_a_bad_month_of_screens]
type = "DOUBLE"
default = 4
help = "Points where every due screen of four weeks was positive or not collected; less in proportion"

[parameters.points_for_no_screen]
type = "DOUBLE"
default = 2
help = "Points where the program screens and nothing was due in four weeks: not known, so in the middle"

[parameters.points_for_a_week_without_visit]
type = "DOUBLE"
default = 1
help = "Points for each of the last four weeks without a visit"

[parameters.points_for_a_no_show]
type = "DOUBLE"
default = 0.5
help = "Points for each no-show of the run that stands"

[parameters.most_no_shows]
type = "INTEGER"
default = 3
help = "No-shows after which one more adds nothing"

[parameters.points_for_new_safety]
type = "DOUBLE"
default = 5
help = "Points for a safety flag that nobody has answered"

[parameters.points_for_deterioration]
type = "DOUBLE"
default = 2
help = "Points where symptoms are reliably worse"

[parameters.points_for_craving]
type = "DOUBLE"
default = 1
help = "Points where craving has risen"

[parameters.points_for_a_data_gap]
type = "DOUBLE"
default = 0.5
help = "Points for each grade of severity of each data gap"

[[examples]]
name = "a month of bad screens, and never away"
as_of = 2026-03-15
battery = ["drug_screen"]
drug_screens = ["2026-02-18 positive", "2026-02-25 not_collected", "2026-03-04 positive", "2026-03-11 positive"]
attendance = ["2026-02-20 attended", "2026-02-25 attended", "2026-03-04 attended", "2026-03-11 attended", "2026-03-15 attended"]
expect = { screen_points = 4, visit_points = 0, priority = 4 }
*/
-- A sum of points that can be followed by hand; higher is sooner. Missing data never lower it: a
-- screen that was not collected counts as much as a positive one, no screen at all stands in the
-- middle, and gaps add. Not more for what is only frequent: shares, not counts.
with flagged as (
    select
        fl.client_id,
        count(*) filter (where fl.kind = 'safety' and fl.answered_on is null) as new_safety,
        count(*) filter (where fl.rule = 'reliable_deterioration') as deterioration,
        count(*) filter (where fl.rule = 'craving_rise') as craving,
        sum(fl.severity) filter (where fl.kind = 'data_gap') as gaps
    from flag as fl
    group by fl.client_id
),

scored as (
    select
        f.client_id,
        -- Use that goes on: the best single sign of how the next weeks go.
        case
            when not f.has_drug_screen then 0
            when f.due_28d = 0 then getvariable('points_for_no_screen')
            else getvariable('points_for_a_bad_month_of_screens') * f.bad_screens_28d / f.due_28d
        end as screen_points,
        -- Who stays away is who leaves. Fewer weeks are expected of a client who comes once a month.
        case
            when f.on_leave is not null then 0
            else
                getvariable('points_for_a_week_without_visit')
                * greatest(0, f.weeks_in_care_4w - f.weeks_with_visit_4w)
                * least(1, f.sessions_per_week)
        end as visit_points,
        case
            when f.on_leave is not null then 0
            else
                getvariable('points_for_a_no_show')
                * least(f.no_shows_in_a_row, getvariable('most_no_shows'))
        end as no_show_points,
        getvariable('points_for_new_safety') * coalesce(fl.new_safety, 0) as safety_points,
        getvariable('points_for_deterioration') * coalesce(fl.deterioration, 0)
            as deterioration_points,
        getvariable('points_for_craving') * coalesce(fl.craving, 0) as craving_points,
        getvariable('points_for_a_data_gap') * coalesce(fl.gaps, 0) as gap_points
    from client_fact as f
    left join flagged as fl on f.client_id = fl.client_id
)

select
    sc.client_id,
    sc.screen_points,
    sc.visit_points,
    sc.no_show_points,
    sc.safety_points,
    sc.deterioration_points,
    sc.craving_points,
    sc.gap_points,
    round(
        sc.screen_points
        + sc.visit_points
        + sc.no_show_points
        + sc.safety_points
        + sc.deterioration_points
        + sc.craving_points
        + sc.gap_points,
        2
    ) as priority
from scored as sc
