/*
title = "Goals stand still"
kind = "more_intensity"
severity = 1
say = "{what} ({since})"
unit = "goals' T, 50 is as set"
worse = "lower"
suggests = ["modify_plan"]
source = "T: Kiresuk & Sherman 1968; under 40 is clearly short of what was set, from memory. Levels and days are assumed."
reviewed = 2026-11-24
assumed = ["goal_level_that_is_low", "goal_rating_days", "goal_days_until_judged", "days_between_goal_ratings"]
battery = ["goals"]

[parameters.goals_t_that_is_low]
type = "DOUBLE"
default = 40
help = "Goals' T (goal attainment scaling) below this"

[parameters.goal_level_that_is_low]
type = "INTEGER"
default = -1
help = "Goals are stalled too where every goal is at or below this level on two ratings"

[parameters.goal_rating_days]
type = "INTEGER"
default = 45
help = "Days for which a goal rating counts"

[parameters.goal_days_until_judged]
type = "INTEGER"
default = 28
help = "A goal can be judged as stalled from this many days after it was set"

[parameters.days_between_goal_ratings]
type = "INTEGER"
default = 14
help = "Two ratings at least this many days apart can show that a goal is stalled"

[[examples]]
name = "two goals at -1 after five weeks: T is 38"
as_of = 2026-03-15
goals = ["2026-02-01 rated=2026-03-08:-1", "2026-02-01 rated=2026-03-08:-1"]
expect = { state = "met", value = 37.597, threshold = 40, since = 2026-03-08, severity = 1, evidence = "Goals' T 38 (8 Mar)" }

[[examples]]
name = "one goal at -1 on two ratings a fortnight apart"
as_of = 2026-03-15
goals = ["2026-02-01 rated=2026-02-22:-1,2026-03-08:-1"]
expect = { state = "met", value = 40, evidence = "Every goal at -1 or below on two ratings (8 Mar)" }
*/
-- A goal set last week has had no time: it neither makes the goals stalled nor hides that the others are. A goal
-- that is too hard looks the same as a plan that does not work: either is worth discussing.
select
    f.client_id,
    case
        when f.goal_rated_on is null then 'missing'
        when f.goal_rated_on <= as_of() - getvariable('goal_rating_days') then 'missing'
        when f.judged_t < getvariable('goals_t_that_is_low') then 'met'
        when f.judged_highest <= getvariable('goal_level_that_is_low') then 'met'
        else 'not_met'
    end as state,
    f.judged_t as value,
    getvariable('goals_t_that_is_low') as threshold,
    f.judged_on as since,
    -- The client's page shows T of all goals: where this is T of only some of them, say so.
    case
        when f.judged_goals < f.open_goals
            then format('{} of {} goals', f.judged_goals, f.open_goals)
    end as some_goals,
    case
        when f.judged_t < getvariable('goals_t_that_is_low')
            then concat(
                format(
                    'Goals'' T {:.0f}',
                    rounded_below(f.judged_t, getvariable('goals_t_that_is_low'))
                ),
                ', of ' || some_goals
            )
        else
            format(
                '{} at {} or below on two ratings',
                coalesce(some_goals, 'Every goal'),
                getvariable('goal_level_that_is_low')
            )
    end as what,
    case
        when coalesce(f.goal_rated_on <= as_of() - getvariable('goal_rating_days'), true)
            then none_lately('open goal rated', getvariable('goal_rating_days'), f.goal_rated_on)
    end as because
from client_fact as f
order by f.client_id
