/*
title = "What the weeks from one to before another count together, each less than the one after it"
kind = "macro"
reviewed = 2026-11-29
help = "Weeks back from 0; `fading` is what a week counts beside the one after it, 1 where all count alike."

[[examples]]
name = "four weeks"
call = "faded_sum(0, 4, 0.5)"
expect = 1.875

[[examples]]
name = "the two before them"
call = "faded_sum(4, 6, 0.5)"
expect = 0.09375

[[examples]]
name = "where nothing fades"
call = "faded_sum(1, 4, 1)"
expect = 3

[[examples]]
name = "no week"
call = "faded_sum(4, 4, 0.5)"
expect = 0
*/
-- Added up and not worked out in one step, which would divide by nothing where all weeks count alike.
create macro faded_sum(from_week, until_week, fading) as coalesce(
    list_sum(
        list_transform(
            range(cast(from_week as bigint), cast(until_week as bigint)),
            lambda week: power(fading, week) -- noqa: RF02,RF03
        )
    ),
    0
)
