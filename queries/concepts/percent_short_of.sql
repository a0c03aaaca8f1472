/*
title = "A share in whole percent; one that misses its threshold is never told as the threshold"
kind = "macro"

[[examples]]
name = "just under: not 70"
as_of = 2026-03-15
call = "percent_short_of(0.697, 0.7)"
expect = 69

[[examples]]
name = "two thirds, where two thirds and a little are asked"
as_of = 2026-03-15
call = "percent_short_of(0.6667, 0.67)"
expect = 66

[[examples]]
name = "far under it is only rounded"
as_of = 2026-03-15
call = "percent_short_of(0.346, 0.7)"
expect = 35

[[examples]]
name = "at the threshold, and above"
as_of = 2026-03-15
call = "[percent_short_of(0.7, 0.7), percent_short_of(0.956, 0.7)]"
expect = [70, 96]

[[examples]]
name = "no share"
as_of = 2026-03-15
call = "percent_short_of(null, 0.7)"
expect = "null"
*/
-- "70% of the prescribed hours" as the reason of a flag for less than 70% reads as a mistake.
create macro percent_short_of(share, least_share) as
number_short_of(100 * share, 100 * least_share)
