/*
title = "A number in tenths; one that is over its limit is never told as the limit"
kind = "macro"

[[examples]]
name = "just over: not 3.0"
call = "tenths_over(3.036, 3)"
expect = "3.1"

[[examples]]
name = "far over it is only rounded"
call = "tenths_over(5.84, 3)"
expect = "5.8"

[[examples]]
name = "at the limit, and under it"
call = "[tenths_over(3, 3), tenths_over(2.96, 3)]"
expect = ["3.0", "3.0"]

[[examples]]
name = "a limit in tenths"
call = "tenths_over(2.54, 2.5)"
expect = "2.6"

[[examples]]
name = "no number"
call = "tenths_over(null, 3)"
expect = "null"
*/
-- "Craving 3.0" in the way of a step down that asks for 3 at most reads as a mistake.
create macro tenths_over(number, most) as format(
    '{:.1f}',
    case
        when number > most
            then greatest(cast(number as double), floor(round(10.0 * most, 6)) / 10 + 0.1)
        else cast(number as double)
    end
)
