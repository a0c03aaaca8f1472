/*
title = "The last day for which a table holds entered rows, up to the date of the board"
kind = "macro"

[[examples]]
name = "the feed of attendance stopped"
as_of = 2026-03-15
data_through = { attendance = 2026-03-10 }
call = "data_through('attendance')"
expect = 2026-03-10

[[examples]]
name = "complete"
as_of = 2026-03-15
call = "data_through('attendance')"
expect = 2026-03-15
*/
create macro data_through(name_of_table) as (
    select max(fd.through)
    from feed as fd
    where fd.table_name = name_of_table -- noqa: RF03
)
