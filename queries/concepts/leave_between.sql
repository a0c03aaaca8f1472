/*
title = "The days on leave after one day, up to another"
kind = "macro"
help = "leave_days as in open_client. Empty where one of the two days is unknown."

[[examples]]
name = "the first day is not among them, the last is"
call = "leave_between([date '2026-03-01', date '2026-03-02', date '2026-03-05'], date '2026-03-01', date '2026-03-05')"
expect = [2026-03-02, 2026-03-05]

[[examples]]
name = "nothing was entered, so no day is the last"
call = "len(leave_between([date '2026-03-01'], date '2026-02-01', null))"
expect = 0
*/
-- On leave nobody is expected, so rules about absence leave these days out.
create macro leave_between(leave_days, after_day, last_day) as list_filter(
    leave_days,
    lambda on_day: on_day > after_day and on_day <= last_day
)
