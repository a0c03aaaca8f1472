/*
title = "A day as a bit: bit n is n days back"
kind = "macro"
reviewed = 2026-11-24
help = "The day; empty for a day more than 61 days back"

[[examples]]
name = "three days back"
as_of = 2026-03-15
call = "day_bit(date '2026-03-12')"
expect = 8

[[examples]]
name = "today"
as_of = 2026-03-15
call = "day_bit(date '2026-03-15')"
expect = 1
*/
-- Days of several tables meet in one number that is made in the pass over each of them.
create macro day_bit(a_day) as case
    when as_of() - a_day between 0 and 61 then cast(1 as bigint) << (as_of() - a_day)
end
