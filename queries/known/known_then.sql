/*
title = "Was this version of a record the one known at the end of the day?"
kind = "macro"

[[examples]]
name = "known from the morning of the day, and it still stands"
as_of = 2026-03-15
call = "known_then(timestamp '2026-03-15 08:00:00', null)"
expect = true
*/
create macro known_then(known_from, known_until) as
known_from < as_of() + interval 1 day
and (known_until is null or known_until >= as_of() + interval 1 day)
