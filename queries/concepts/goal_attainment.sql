/*
title = "How far open goals were reached"
grain = "one row a client with an open goal"
source = "Kiresuk & Sherman 1968 (goal attainment scaling)."

[parameters.goal_days_until_judged]
type = "INTEGER"
default = 28
help = "Days after which a goal that was set can be said to stand still"

[parameters.days_between_goal_ratings]
type = "INTEGER"
default = 14
help = "Two ratings this many days apart tell that a goal stands still"

[[examples]]
name = "the latest rating of each open goal"
as_of = 2026-03-15
goals = ["2026-01-20 weight=1 rated=2026-02-20:-1,2026-03-05:1", "2026-01-20 weight=1 rated=2026-03-01:0"]
expect = { open_goals = 2, rated_goals = 2, lowest_level = 0, last_rated_on = 2026-03-05 }
*/
-- 50: the goals were reached as they were set. An open goal that was never rated does not count
-- into T, but keeps `every open goal` from being true.
with latest as (
    select
        gr.goal_id,
        arg_max(gr.level, gr.rated_on) as level,
        arg_min(gr.level, gr.rated_on) as first_level,
        max(gr.rated_on) as rated_on,
        count(*) as ratings
    from goal_ratings as gr
    where gr.level is not null and gr.rated_on <= as_of()
    group by gr.goal_id
),

-- The rating a while before the latest one, for goals that stand still.
before as (
    select
        gr.goal_id,
        arg_max(gr.level, gr.rated_on) as level
    from goal_ratings as gr
    inner join latest as la on gr.goal_id = la.goal_id
    where
        gr.level is not null
        and gr.rated_on <= la.rated_on - getvariable('days_between_goal_ratings')
    group by gr.goal_id
)

select
    go.client_id,
    count(*) as open_goals,
    count(la.level) as rated_goals,
    gas_t(
        list(la.level) filter (where la.level is not null),
        list(coalesce(go.weight, 1)) filter (where la.level is not null)
    ) as goals_t,
    -- Where each goal began: T at the start, and change, tell more than T alone.
    gas_t(
        list(la.first_level) filter (where la.level is not null),
        list(coalesce(go.weight, 1)) filter (where la.level is not null)
    ) as first_t,
    case when max(la.ratings) > 1 then goals_t - first_t end as goals_change,
    case when count(la.level) = count(*) then min(la.level) end as lowest_level,
    max(la.rated_on) as last_rated_on,
    -- Goals that had some weeks: those alone can stand still.
    count(*) filter (where la.rated_on >= go.set_on + getvariable('goal_days_until_judged'))
        as judged_goals,
    gas_t(
        list(la.level) filter (
            where la.rated_on >= go.set_on + getvariable('goal_days_until_judged')
        ),
        list(coalesce(go.weight, 1)) filter (
            where la.rated_on >= go.set_on + getvariable('goal_days_until_judged')
        )
    ) as judged_t,
    max(la.rated_on) filter (
        where la.rated_on >= go.set_on + getvariable('goal_days_until_judged')
    ) as judged_on,
    -- The best of the two ratings of any of these goals; empty where a goal was rated once.
    case
        when
            count(la.level) filter (
                where la.rated_on >= go.set_on + getvariable('goal_days_until_judged')
            )
            = count(be.level) filter (
                where la.rated_on >= go.set_on + getvariable('goal_days_until_judged')
            )
            then
                max(greatest(la.level, be.level)) filter (
                    where la.rated_on >= go.set_on + getvariable('goal_days_until_judged')
                )
    end as judged_highest
from goals as go
left join latest as la on go.goal_id = la.goal_id
left join before as be on go.goal_id = be.goal_id
where go.closed_on is null
group by go.client_id
