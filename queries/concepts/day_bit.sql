/*
title = "A day as one bit of a number: bit n is n days back"
kind = "macro"
reviewed = 2026-11-24
help = "The day. Empty for a day more than 61 days back, or ahead."

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
-- Days with use from screens, logs and events combine into one number, built in one pass over each table.
create macro day_bit(a_day) as case
    when as_of() - a_day between 0 and 61 then cast(1 as bigint) << (as_of() - a_day)
end
