/*
title = "The first window of a screen word in which most specimens are bad"
kind = "macro"
source = "Windows of relapse and of drop-out as in CTNote 0.1.3; some trials count three of four, some four of four."
reviewed = 2026-11-24
help = "letters that count, size of the window, how many of them must count. Returns the position; empty: no such window."

[[examples]]
name = "four of four that are positive, unclear or not collected"
call = "screen_first_window('--+o*+-', '+*o', 4, 4)"
expect = 3

[[examples]]
name = "three of four"
call = "screen_first_window('--+-*+-', '+*o', 4, 3)"
expect = 3
*/
-- A single bad specimen is not yet a relapse; in these trials a window of them is, or, where nothing was
-- collected, drop-out.
create macro screen_first_window(word, letters, specimens, bad) as list_filter(
    range(1, length(word) - specimens + 2),
    lambda place: length(word[place:place + specimens - 1])
    - length(translate(word[place:place + specimens - 1], letters, '')) >= bad
)[1]
