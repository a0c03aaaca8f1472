/*
title = "Goals of one client, and their attainment"
kind = "query"
grain = "one row a goal of this admission, open ones first"
source = "Kiresuk & Sherman 1968 (goal attainment scaling); T with weights, as concepts/gas_t."

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
weight = "how much the goal counts; 1 where empty"
first_level = "the first rating, -2 to 2; the usual start is -1, or -2 where it cannot get worse"
ratings = "every rating, in order"
as_set_t = "T when goals are reached as set; the same on every row"
goals_t = "T of the open goals, latest ratings; the same on every row"
first_t = "T of the same goals, first ratings"
goals_change = "goals_t less first_t; empty until a goal was rated twice"
*/
-- T says how far the goals were reached; easy goals raise it, so it follows one person over time and does not
-- compare people.
with rated as (
    select
        gr.goal_id,
        arg_min(gr.level, gr.rated_on) as first_level,
        min(gr.rated_on) as first_rated_on,
        arg_max(gr.level, gr.rated_on) as latest_level,
        max(gr.rated_on) as latest_rated_on,
        list(cast(gr.level as double) order by gr.rated_on) as ratings
    from goal_ratings as gr
    inner join goals as own
        on gr.goal_id = own.goal_id and own.client_id = getvariable('client_id')
    where gr.level is not null and gr.rated_on <= as_of()
    group by gr.goal_id
)

select
    go.goal_id,
    go.title,
    coalesce(go.weight, 1) as weight,
    go.set_on,
    go.closed_on,
    ra.first_level,
    ra.first_rated_on,
    ra.latest_level,
    ra.latest_rated_on,
    coalesce(ra.ratings, []) as ratings,
    gas_t([0], [1]) as as_set_t,
    round(ga.goals_t, 1) as goals_t,
    round(ga.first_t, 1) as first_t,
    round(ga.goals_change, 1) as goals_change
from goals as go
inner join open_client as oc on go.client_id = oc.client_id
left join rated as ra on go.goal_id = ra.goal_id
left join goal_attainment as ga on go.client_id = ga.client_id
where
    go.client_id = getvariable('client_id')
    and go.set_on <= as_of()
    and (go.closed_on is null or go.closed_on >= oc.admitted_on)
order by go.closed_on is not null asc, weight desc, go.set_on asc, go.goal_id asc
