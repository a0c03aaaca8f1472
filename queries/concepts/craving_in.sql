/*
title = "Craving in the days that end on the date of the board"
kind = "macro"
help = "craving_in(7) is the last week; craving_in(21, 7) the three weeks before it."

[[examples]]
name = "the last week"
as_of = 2026-03-15
daily_logs = ["2026-03-08 craving=9", "2026-03-09..2026-03-14 craving=4", "2026-03-15 craving=7"]
call = "(select round(mean_craving, 2) from craving_in(7))"
expect = 4.43
*/
-- Mean of the logged days, not of all days: a day without a log is not a day without craving.
create macro craving_in(days, days_back := 0) as table
    select
        dl.client_id,
        count(dl.craving) as logs,
        avg(dl.craving) as mean_craving,
        max(dl.craving) as most_craving
    from daily_logs as dl
    where
        dl.craving is not null
        and dl.logged_on > as_of() - cast(days_back + days as integer) -- noqa: RF03
        and dl.logged_on <= as_of() - cast(days_back as integer) -- noqa: RF03
    group by dl.client_id
