/*
title = "A due date, postponed by the days on leave before it"
kind = "macro"
help = "due_on: the due date without leave; leave_days: the days on leave since the count began, in order."

[[examples]]
name = "a day on leave postpones it, and so does one before the postponed date"
call = "due_after_leave(date '2026-03-10', [date '2026-03-09', date '2026-03-10', date '2026-03-12'])"
expect = 2026-03-13

[[examples]]
name = "leave from that day on, and none at all"
call = "[due_after_leave(date '2026-03-10', [date '2026-03-11']), due_after_leave(date '2026-03-10', [])]"
expect = [2026-03-10, 2026-03-10]
*/
create macro due_after_leave(due_on, leave_days) as due_on + cast(
    len(
        list_filter(
            leave_days,
            lambda on_day: on_day - due_on < list_position(leave_days, on_day)
        )
    ) as integer
)
