/*
title = "Whether a screen word has a run of one letter"
kind = "macro"
source = "Runs as in CTNote 0.1.3."
reviewed = 2026-11-23
help = "letter, and how many in a row. A run of + also counts *; other letters count only themselves."

[[examples]]
name = "four negatives in a row"
call = "screen_has_run('+----o', '-', 4)"
expect = true

[[examples]]
name = "an unclear specimen counts in a run of positives"
call = "screen_has_run('-+*+', '+', 3)"
expect = true
*/
-- A mixed or unreadable specimen does not break a run of positives, and does not extend a run of negatives.
create macro screen_has_run(word, letter, length) as contains(
    case when letter = '+' then replace(word, '*', '+') else word end,
    repeat(cast(letter as varchar), length)
)
