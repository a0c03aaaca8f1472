/*
title = "A value in whole numbers; one below its threshold is never rounded up to the threshold"
kind = "macro"

[[examples]]
name = "just under: not 40"
as_of = 2026-03-15
call = "rounded_below(39.7, 40)"
expect = 39

[[examples]]
name = "far below it is simply rounded"
as_of = 2026-03-15
call = "rounded_below(37.6, 40)"
expect = 38

[[examples]]
name = "at the threshold, and above"
as_of = 2026-03-15
call = "[rounded_below(40, 40), rounded_below(40.6, 40)]"
expect = [40, 41]

[[examples]]
name = "a share as percent: two thirds, where two thirds and a little are asked for"
as_of = 2026-03-15
call = "rounded_below(100 * 0.6667, 100 * 0.67)"
expect = 66

[[examples]]
name = "no number"
as_of = 2026-03-15
call = "rounded_below(null, 40)"
expect = "null"
*/
-- "70% of the prescribed hours" as the reason for a flag at less than 70% reads as a mistake.
create macro rounded_below(number, threshold) as case
    when number < threshold then least(round(number), ceil(round(threshold, 6)) - 1)
    else round(number)
end
