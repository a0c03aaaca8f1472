/*
title = "A date in words: 9 Mar, with the year where it differs from the board's"
kind = "macro"

[[examples]]
name = "of this year"
as_of = 2026-03-15
call = "short_day(date '2026-03-09')"
expect = "9 Mar"

[[examples]]
name = "of the year before"
as_of = 2026-03-15
call = "short_day(date '2025-03-09')"
expect = "9 Mar 2025"

[[examples]]
name = "none"
as_of = 2026-03-15
call = "short_day(cast(null as date))"
expect = "null"
*/
-- "Authorization ended 14 Mar" reads as last week's, and may be last year's.
create macro short_day(on_day) as
strftime(on_day, '%-d %b')
|| case when year(on_day) = year(as_of()) then '' else strftime(on_day, ' %Y') end
