/*
title = "When the next drug screen is due"
kind = "query"
grain = "one row an open client who has a screen due ahead"

[columns]
next_screen_on = "the first day after the date on which a specimen is due that was not collected before"

[[examples]]
name = "two are due ahead: the first of them"
as_of = 2026-03-15
drug_screens = ["2026-03-11 negative", "2026-03-22 negative", "2026-03-18 negative"]
expect = { next_screen_on = 2026-03-18 }

[[examples]]
name = "a screen due today is not ahead"
as_of = 2026-03-15
drug_screens = ["2026-03-15 not_collected"]
expect = []

[[examples]]
name = "the first day ahead counts"
as_of = 2026-03-15
drug_screens = ["2026-03-16 not_collected"]
expect = { next_screen_on = 2026-03-16 }

[[examples]]
name = "the next one was collected before its day: the one after it is next"
as_of = 2026-03-15
drug_screens = ["2026-03-17 negative collected_on=2026-03-15", "2026-03-22 not_collected"]
expect = { next_screen_on = 2026-03-22 }
*/
-- Shown in the panel beside the letters, so that nobody has to look it up: an appointment, not a flag.
select
    oc.client_id,
    min(ds.due_on) as next_screen_on
from drug_screens as ds
inner join open_client as oc on ds.client_id = oc.client_id
where ds.due_on > as_of() and ds.collected_on is null
group by oc.client_id
order by oc.client_id
