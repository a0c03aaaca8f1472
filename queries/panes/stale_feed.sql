/*
title = "Feeds that have stopped"
kind = "query"
grain = "one row a feed whose last entered day lies too far back"

[parameters.days_until_stale]
type = "INTEGER"
default = 8
help = "A feed is said to have stopped when its last entered day lies this many days back"

[[examples]]
name = "attendance was entered eight days ago, logs seven days ago"
as_of = 2026-03-15
data_through = { attendance = 2026-03-07, daily_logs = 2026-03-08 }
expect = { table_name = "attendance", through = 2026-03-07, days_old = 8 }

[[examples]]
name = "everything is entered"
as_of = 2026-03-15
expect = []
*/
-- Rules about absence end on the last day that was entered, so a feed that stopped raises no flags.
-- It has to be said in another way: a board that looks calm because nobody entered anything is not calm.
select
    fe.table_name,
    fe.through,
    as_of() - fe.through as days_old
from feed as fe
where
    fe.table_name in ('attendance', 'survey_items', 'drug_screens', 'daily_logs')
    and as_of() - fe.through >= getvariable('days_until_stale')
order by days_old desc, fe.table_name asc
