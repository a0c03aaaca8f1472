/*
title = "Goals reached, aftercare arranged"
kind = "step_down"
say = "{what}"
unit = "goals' T, 50 is as set"
source = "Kiresuk & Sherman 1968 (T of 50: as set); TIP 47 on the plan for what comes after."
reviewed = 2026-11-23
assumed = ["goal_rating_days", "support_contact_days"]
battery = ["goals", "supports"]

[parameters.goals_t_that_is_reached]
type = "DOUBLE"
default = 50
help = "Goals' T (goal attainment scaling) at or above this; 50 is as set"

[parameters.goal_level_that_is_reached]
type = "INTEGER"
default = 0
help = "Goals are reached too where every open goal is at or above this level"

[parameters.goal_rating_days]
type = "INTEGER"
default = 45
help = "Days for which a goal rating counts"

[parameters.support_contact_days]
type = "INTEGER"
default = 30
help = "A support counts as in contact within this many days"

[[examples]]
name = "goals reached, next step, plan and a sponsor"
as_of = 2026-03-15
goals = ["2026-01-20 weight=1 rated=2026-02-20:-1,2026-03-05:0"]
supports = ["2026-02-01 discharge_plan", "2026-02-01 relapse_prevention_plan", "2026-01-20 sponsor last_contact_on=2026-03-01"]
expect = { state = "met", value = 50, threshold = 50 }

[[examples]]
name = "no relapse prevention plan yet"
as_of = 2026-03-15
goals = ["2026-01-20 weight=1 rated=2026-03-05:1"]
supports = ["2026-02-01 discharge_plan", "2026-01-20 sponsor last_contact_on=2026-03-01"]
expect = { state = "not_met", value = 60 }
*/
-- A step down without a next provider, a plan for a lapse and somebody to call leaves the client alone. Where the
-- clinic's records have stopped, it is unknown whether a support was in contact since.
with parts as (
    select
        f.client_id,
        f.goals_t,
        f.goal_rated_on,
        f.has_goals,
        f.open_goals,
        f.has_next_step,
        f.has_relapse_plan,
        case
            when not f.has_goals then 'not_used'
            when f.goal_rated_on is null then 'missing'
            when f.goal_rated_on <= as_of() - getvariable('goal_rating_days') then 'missing'
            when f.goals_t >= getvariable('goals_t_that_is_reached') then 'met'
            when f.lowest_goal_level >= getvariable('goal_level_that_is_reached') then 'met'
            else 'not_met'
        end as goal_state,
        case
            when not f.has_supports then 'not_used'
            when not (f.has_next_step and f.has_relapse_plan and f.support_contact_on is not null)
                then 'not_met'
            when f.support_contact_on > as_of() - getvariable('support_contact_days') then 'met'
            when f.support_contact_on <= f.contacts_through - getvariable('support_contact_days')
                then 'not_met'
            else 'missing'
        end as support_state
    from client_fact as f
)

select
    pt.client_id,
    case
        when 'not_met' in (pt.goal_state, pt.support_state) then 'not_met'
        when 'missing' in (pt.goal_state, pt.support_state) then 'missing'
        else 'met'
    end as state,
    pt.goals_t as value,
    getvariable('goals_t_that_is_reached') as threshold,
    pt.goal_rated_on as since,
    concat_ws(
        ', ',
        case when pt.goal_state = 'met' then format('goals'' T {:.0f}', pt.goals_t) end,
        case when pt.support_state = 'met' then 'aftercare arranged, a support in contact' end
    ) as what,
    case
        when 'not_met' in (pt.goal_state, pt.support_state)
            then
                concat_ws(
                    ', ',
                    case
                        when pt.goal_state = 'not_met'
                            then format(
                                'goals'' T {:.0f}',
                                rounded_below(
                                    pt.goals_t, getvariable('goals_t_that_is_reached')
                                )
                            )
                    end,
                    case
                        when pt.support_state <> 'not_met' then null
                        when not pt.has_next_step then 'no next provider'
                        when not pt.has_relapse_plan then 'no relapse prevention plan'
                        else 'no support in contact'
                    end
                )
        when pt.goal_state <> 'missing' then 'contact of a support not known'
        when pt.open_goals = 0 then 'no open goal to rate'
        else coalesce('goals last rated ' || short_day(pt.goal_rated_on), 'goals not rated')
    end as because
from parts as pt
order by pt.client_id
