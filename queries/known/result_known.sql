/*
title = "Is the result of a specimen known on the day?"
kind = "macro"

[[examples]]
name = "it came that day; it comes tomorrow; it was refused; not collected yet"
as_of = 2026-03-15
call = "[result_known('negative', timestamp '2026-03-15 16:00:00', date '2026-03-12', null), result_known('negative', timestamp '2026-03-16 09:00:00', date '2026-03-12', null), result_known('refused', null, null, date '2026-03-12'), result_known(null, null, null, date '2026-03-12')]"
expect = [true, false, true, "null"]
*/
-- A result is known from the day it came in (if not recorded, from the day of collection), and never before
-- the collection. A refused specimen was never collected.
create macro result_known(result, result_at, collected_on, due_on) as
coalesce(cast(result_at as date), collected_on, due_on) <= as_of()
and coalesce(collected_on <= as_of(), result = 'refused')
