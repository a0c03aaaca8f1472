/*
title = "Feeds that have stopped or never began"
kind = "query"
grain = "one row a feed with no recent entry"

[columns]
through = "the last entered day; empty where nothing was ever entered"
*/
select
    sf.table_name,
    sf.through,
    sf.days_old
from stale_feed as sf
order by sf.days_old desc nulls first, sf.table_name asc
