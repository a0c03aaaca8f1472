/*
title = "A value in tenths; one above its limit is never rounded down to the limit"
kind = "macro"

[[examples]]
name = "just above: not 3.0"
call = "tenths_above(3.036, 3)"
expect = "3.1"

[[examples]]
name = "far above it is simply rounded"
call = "tenths_above(5.84, 3)"
expect = "5.8"

[[examples]]
name = "at the limit, and below it"
call = "[tenths_above(3, 3), tenths_above(2.96, 3)]"
expect = ["3.0", "3.0"]

[[examples]]
name = "a limit in tenths"
call = "tenths_above(2.54, 2.5)"
expect = "2.6"

[[examples]]
name = "no number"
call = "tenths_above(null, 3)"
expect = "null"
*/
-- "Craving 3.0" as the obstacle to a step down that allows up to 3 reads as a mistake.
create macro tenths_above(number, upper) as format(
    '{:.1f}',
    case
        when number > upper
            then greatest(cast(number as double), floor(round(10.0 * upper, 6)) / 10 + 0.1)
        else cast(number as double)
    end
)
