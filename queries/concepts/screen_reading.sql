/*
title = "One test result as a letter"
kind = "macro"
source = "Letters as in CTNote (Odom & Brandt 2023); p: a positive that a prescription explains."

[[examples]]
name = "a positive"
as_of = 2026-03-15
call = "screen_reading('positive', false)"
expect = "+"

[[examples]]
name = "a positive not marked as expected is unexpected"
as_of = 2026-03-15
call = "screen_reading('positive', null)"
expect = "+"

[[examples]]
name = "a prescription explains it"
as_of = 2026-03-15
call = "screen_reading('positive', true)"
expect = "p"

[[examples]]
name = "a negative"
as_of = 2026-03-15
call = "screen_reading('negative', true)"
expect = "-"

[[examples]]
name = "refused counts as not collected"
as_of = 2026-03-15
call = "screen_reading('refused', false)"
expect = "o"

[[examples]]
name = "a dilute specimen cannot be read"
as_of = 2026-03-15
call = "screen_reading('dilute', false)"
expect = "*"

[[examples]]
name = "no result yet"
as_of = 2026-03-15
call = "screen_reading(null, false)"
expect = "?"
*/
create macro screen_reading(screen_result, was_expected) as case
    when screen_result is null then '?'
    when screen_result = 'positive' then case when was_expected then 'p' else '+' end
    when screen_result = 'refused' then 'o'
    when screen_result in ('invalid', 'dilute') then '*'
    else '-'
end
