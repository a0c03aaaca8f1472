/*
title = "The number of negative specimens in a screen word"
kind = "macro"
source = "Weighted count as in CTNote 0.1.3, where a mixed specimen is worth half."
reviewed = 2026-11-24
help = "worth_of_mixed: how much a mixed or unclear specimen counts, 0 to 1."

[[examples]]
name = "a mixed one counts half"
call = "screen_negatives('-*+--o', 0.5)"
expect = 3.5

[[examples]]
name = "or not at all"
call = "screen_negatives('-*+--o', 0)"
expect = 3
*/
-- Trials weigh mixed specimens differently, so the weight is an argument.
create macro screen_negatives(word, worth_of_mixed) as (
    length(word) - length(replace(word, '-', ''))
    + worth_of_mixed * (length(word) - length(replace(word, '*', '')))
)
