/*
title = "No-shows in a row, up to now"
grain = "one row an open client with a session that counts in a run"

[[examples]]
name = "a cancelled session neither counts nor breaks"
as_of = 2026-03-15
attendance = ["2026-03-06 attended", "2026-03-09 no_show", "2026-03-11 late_cancel", "2026-03-13 no_show"]
expect = { no_shows_in_a_row = 2, first_no_show_on = 2026-03-09 }
*/
-- A run begins after the last session attended, to the hour: a client who came in the morning and not in the
-- afternoon missed the afternoon. No-shows of an earlier admission do not count. attendance_fact computes
-- the same in its one pass; a test holds the two together.
with last_seen as (
    select
        ac.client_id,
        oc.admitted_on,
        max(ac.starts_at) filter (where ac.attended) as attended_at,
        max(ac.on_day) filter (where ac.attended) as last_attended_on
    from attendance_counted as ac
    inner join open_client as oc on ac.client_id = oc.client_id
    where ac.counts_in_run
    group by ac.client_id, oc.admitted_on
)

select
    ls.client_id,
    ls.last_attended_on,
    count(ac.on_day) as no_shows_in_a_row,
    min(ac.on_day) as first_no_show_on
from last_seen as ls
left join attendance_counted as ac
    on
        ls.client_id = ac.client_id
        and ls.admitted_on <= ac.on_day
        and ac.counts_in_run
        and not ac.attended
        and ac.starts_at > coalesce(ls.attended_at, timestamp '0001-01-01')
group by ls.client_id, ls.last_attended_on
