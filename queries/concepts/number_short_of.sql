/*
title = "A whole number; one that misses its threshold is never told as the threshold"
kind = "macro"

[[examples]]
name = "just under: not 40"
as_of = 2026-03-15
call = "number_short_of(39.7, 40)"
expect = 39

[[examples]]
name = "far under it is only rounded"
as_of = 2026-03-15
call = "number_short_of(37.6, 40)"
expect = 38

[[examples]]
name = "at the threshold, and above"
as_of = 2026-03-15
call = "[number_short_of(40, 40), number_short_of(40.6, 40)]"
expect = [40, 41]

[[examples]]
name = "no number"
as_of = 2026-03-15
call = "number_short_of(null, 40)"
expect = "null"
*/
-- "Goals' T 40" as the reason of a flag for less than 40 reads as a mistake.
create macro number_short_of(number, least_number) as case
    when number < least_number
        then least(round(number), ceil(round(least_number, 6)) - 1)
    else round(number)
end
