/*
title = "The total weight of a span of weeks, each weighing less than the one after it"
kind = "macro"
reviewed = 2026-11-29
help = "Weeks back, from 0, the last one not included. decay: what a week weighs relative to the week after it; 1: all weigh alike."

[[examples]]
name = "four weeks"
call = "decay_sum(0, 4, 0.5)"
expect = 1.875

[[examples]]
name = "the two before them"
call = "decay_sum(4, 6, 0.5)"
expect = 0.09375

[[examples]]
name = "all weeks weigh alike"
call = "decay_sum(1, 4, 1)"
expect = 3

[[examples]]
name = "no week"
call = "decay_sum(4, 4, 0.5)"
expect = 0
*/
-- Added up week by week: the closed formula would divide by zero where all weeks weigh alike.
create macro decay_sum(from_week, until_week, decay) as coalesce(
    list_sum(
        list_transform(
            range(cast(from_week as bigint), cast(until_week as bigint)),
            lambda week: power(decay, week) -- noqa: RF02,RF03
        )
    ),
    0
)
