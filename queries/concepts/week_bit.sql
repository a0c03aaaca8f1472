/*
title = "The week of a day as one bit of a number: bit n is n weeks back"
kind = "macro"
help = "a_day: the day. weeks_out: the latest weeks that are left out, since nothing was entered of them. Empty for a day in them."
reviewed = 2026-11-30

[[examples]]
name = "the seven days that end on the date of the board, and the day before them"
as_of = 2026-03-15
call = "[week_bit(date '2026-03-15', 0), week_bit(date '2026-03-09', 0), week_bit(date '2026-03-08', 0)]"
expect = [1, 1, 2]

[[examples]]
name = "three weeks left out"
as_of = 2026-03-15
call = "[week_bit(date '2026-02-22', 3), week_bit(date '2026-02-15', 3)]"
expect = [1, 2]

[[examples]]
name = "a day in the weeks left out has no bit"
as_of = 2026-03-15
call = "week_bit(date '2026-02-23', 3)"
expect = "null"

[[examples]]
name = "all that is 40 weeks back or more is one bit, which nobody looks at"
as_of = 2026-03-15
call = "[week_bit(date '2025-06-08', 0), week_bit(date '2025-06-09', 0), week_bit(date '2024-01-01', 0)] = [1099511627776, 549755813888, 1099511627776]"
expect = true
*/
-- Weeks are counted from the date of the board, as weeks of the admission are from its start; a feed that stopped
-- some weeks ago is read as it stood then.
create macro week_bit(a_day, weeks_out) as case
    when (as_of() - a_day) // 7 >= weeks_out
        then
            cast(1 as bigint) << cast(least((as_of() - a_day) // 7 - weeks_out, 40) as integer)
end
