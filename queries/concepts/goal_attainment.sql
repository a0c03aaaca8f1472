/*
title = "Goal attainment of open goals"
grain = "one row a client with an open goal"
source = "Kiresuk & Sherman 1968 (goal attainment scaling)."

[parameters.goal_days_until_judged]
type = "INTEGER"
default = 28
help = "A goal can be judged as stalled from this many days after it was set"

[parameters.days_between_goal_ratings]
type = "INTEGER"
default = 14
help = "Two ratings at least this many days apart can show that a goal is stalled"

[[examples]]
name = "the latest rating of each open goal"
as_of = 2026-03-15
goals = ["2026-01-20 weight=1 rated=2026-02-20:-1,2026-03-05:1", "2026-01-20 weight=1 rated=2026-03-01:0"]
expect = { open_goals = 2, lowest_level = 0, last_rated_on = 2026-03-05 }
*/
-- T = 50: the goals were reached as set. An open goal never rated does not enter T, but then `every open goal`
-- is not true either.
with rated as (
    select
        gr.goal_id,
        list(struct_pack(rated_on := gr.rated_on, level := gr.level) order by gr.rated_on)
            as ratings
    from goal_ratings as gr
    where gr.level is not null and gr.rated_on <= as_of()
    group by gr.goal_id
),

goal as (
    select
        go.client_id,
        coalesce(go.weight, 1) as weight,
        ra.ratings,
        ra.ratings[1].level as first_level,
        ra.ratings[-1].level as level,
        ra.ratings[-1].rated_on as rated_on,
        -- Only a goal that has had some weeks can be stalled.
        ra.ratings[-1].rated_on >= go.set_on + getvariable('goal_days_until_judged') as is_judged,
        -- The latest rating at least this many days before the last one.
        list_filter(
            ra.ratings,
            lambda r: r.rated_on -- noqa: RF01
            <= ra.ratings[-1].rated_on - getvariable('days_between_goal_ratings')
        )[-1].level as level_before
    from goals as go
    left join rated as ra on go.goal_id = ra.goal_id
    where go.closed_on is null
)

select
    gl.client_id,
    count(*) as open_goals,
    gas_t(
        list(gl.level) filter (where gl.level is not null),
        list(gl.weight) filter (where gl.level is not null)
    ) as goals_t,
    -- T of the first ratings: the change says more than T alone.
    gas_t(
        list(gl.first_level) filter (where gl.level is not null),
        list(gl.weight) filter (where gl.level is not null)
    ) as first_t,
    case when max(len(gl.ratings)) > 1 then goals_t - first_t end as goals_change,
    case when count(gl.level) = count(*) then min(gl.level) end as lowest_level,
    max(gl.rated_on) as last_rated_on,
    count(*) filter (where gl.is_judged) as judged_goals,
    gas_t(
        list(gl.level) filter (where gl.is_judged), list(gl.weight) filter (where gl.is_judged)
    ) as judged_t,
    max(gl.rated_on) filter (where gl.is_judged) as judged_on,
    -- The best of both ratings over these goals; empty where one of them lacks an earlier rating.
    case
        when bool_and(gl.level_before is not null) filter (where gl.is_judged)
            then max(greatest(gl.level, gl.level_before)) filter (where gl.is_judged)
    end as judged_highest
from goal as gl
group by gl.client_id
