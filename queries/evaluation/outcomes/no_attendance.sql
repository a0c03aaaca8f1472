/*
title = "No visit in the next four weeks"
kind = "outcome"
say = "had no visit in the next four weeks"
source = "Drop-out as defined when priority was set: weeks 4 to 16, a visit in the last four weeks, none in the next four."
reviewed = 2026-11-24
help = "Lead days count to the day after the last visit; negative: the signal came after it."
judges = ["worse"]
same_input = ["no_shows_in_a_row", "no_contact", "dose_gap", "weeks_missed_of_four"]

[[examples]]
name = "never seen again"
as_of = 2026-03-15
replay = ["2026-02-15"]
attendance = ["2026-02-10 attended", "2026-02-20 no_show", "2026-03-01 no_show"]
expect = { on_day = 2026-02-15, happened = true, happened_on = 2026-02-11 }

[[examples]]
name = "back on the last day"
as_of = 2026-03-15
replay = ["2026-02-15"]
attendance = ["2026-02-10 attended", "2026-03-15 attended"]
expect = { happened = false, happened_on = "null" }
*/
-- Drop-out is dated to the day after the last visit: a later flag is late, with a negative lead time.
select
    jw.client_id,
    jw.on_day,
    jw.next_visit_on is null as happened,
    case when jw.next_visit_on is null then jw.last_visit_on + 1 end as happened_on
from judged_week as jw
order by jw.client_id, jw.on_day
