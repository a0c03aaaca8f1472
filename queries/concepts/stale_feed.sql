/*
title = "Feeds that have stopped or never began"
grain = "one row a feed with no recent entry"

[parameters.days_until_stale]
type = "INTEGER"
default = 8
help = "A feed counts as stopped when its last entered day is this many days ago or more"

[columns]
through = "the last entered day; empty where nothing was ever entered"

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
-- Rules about absence count up to the last day entered, so a feed that stopped raises no flags. It must be said
-- elsewhere: a board that is calm because nobody entered anything is not calm. What a battery asks for and
-- nobody ever entered comes first.
with asked as (
    select distinct
        case iu.instrument
            when 'survey' then 'survey_items'
            when 'drug_screen' then 'drug_screens'
            when 'daily_log' then 'daily_logs'
        end as table_name
    from instrument_used as iu
)

select
    fe.table_name,
    fe.through,
    as_of() - fe.through as days_old
from feed as fe
left join asked as ak on fe.table_name = ak.table_name
where
    fe.table_name in ('attendance', 'survey_items', 'drug_screens', 'daily_logs')
    and (
        as_of() - fe.through >= getvariable('days_until_stale')
        or (fe.through is null and (ak.table_name is not null or fe.table_name = 'attendance'))
    )
