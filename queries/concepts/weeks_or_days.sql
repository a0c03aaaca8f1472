/*
title = "The length of a window in words: in weeks where it is two whole ones or more, else in days"
kind = "macro"

[[examples]]
name = "four weeks, and two"
as_of = 2026-03-15
call = "[weeks_or_days(28), weeks_or_days(14)]"
expect = ["4 weeks", "2 weeks"]

[[examples]]
name = "30 days are not four weeks, and one week is said like the other windows of 7 days"
as_of = 2026-03-15
call = "[weeks_or_days(30), weeks_or_days(7)]"
expect = ["30 days", "7 days"]
*/
-- A strength told "of the last 4 weeks" beside a criterion told "in 30 days" reads as another count.
create macro weeks_or_days(days) as case
    when days % 7 = 0 and days >= 14 then format('{} weeks', days // 7)
    else format('{} days', days)
end
