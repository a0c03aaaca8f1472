/*
title = "What goals say about each client"
grain = "one row a client with an open goal"
*/
select
    ga.client_id,
    ga.open_goals,
    ga.rated_goals,
    ga.goals_t,
    ga.goals_change,
    ga.lowest_level as lowest_goal_level,
    ga.last_rated_on as goal_rated_on,
    ga.judged_goals,
    ga.judged_t,
    ga.judged_on,
    ga.judged_highest
from goal_attainment as ga
