/*
title = "No-shows in a row, up to now"
grain = "one row a client with a session that counts in a run"

[[examples]]
name = "a cancelled session neither counts nor breaks"
as_of = 2026-03-15
attendance = ["2026-03-06 attended", "2026-03-09 no_show", "2026-03-11 late_cancel", "2026-03-13 no_show"]
expect = { no_shows_in_a_row = 2, first_no_show_on = 2026-03-09, last_counted_on = 2026-03-13 }
*/
-- A run ends with the last visit. A visit on the day of a no-show ends it too: the client was seen.
with last_seen as (
    select
        ac.client_id,
        max(ac.on_day) filter (where ac.came) as came_on,
        max(ac.on_day) as last_counted_on
    from attendance_counted as ac
    where ac.counts_in_run
    group by ac.client_id
)

select
    ls.client_id,
    ls.came_on as last_came_on,
    ls.last_counted_on,
    count(ac.on_day) as no_shows_in_a_row,
    min(ac.on_day) as first_no_show_on
from last_seen as ls
left join attendance_counted as ac
    on
        ls.client_id = ac.client_id
        and ac.counts_in_run
        and ac.on_day > coalesce(ls.came_on, date '0001-01-01')
group by ls.client_id, ls.came_on, ls.last_counted_on
