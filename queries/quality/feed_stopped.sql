/*
title = "A feed has stopped or never began"
kind = "check"
grain = "one row a feed whose last entered day lies too far back"
help = "Attendance, survey items and scores (told as survey_items), drug screens and daily logs; one that never began only where a battery asks for it, and attendance. Ask who sends it: until then rules about absence count up to that day, and raise no flags."

[columns]
through = "the last entered day; empty where nothing was ever entered"
days_old = "days since then; a feed counts as stopped from days_until_stale on"

[[examples]]
name = "no attendance for eight days"
as_of = 2026-03-15
data_through = { attendance = 2026-03-07 }
expect = { table_name = "attendance", through = 2026-03-07, days_old = 8 }

[[examples]]
name = "everything is entered"
as_of = 2026-03-15
expect = []
*/
-- Who asks for flags by cron sees no banner, and where nobody enters anything few are flagged.
select
    sf.table_name,
    sf.through,
    sf.days_old
from stale_feed as sf
order by sf.days_old desc nulls first, sf.table_name asc
