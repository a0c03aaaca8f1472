/*
title = "Where in a screen word so many specimens in a row are mostly bad"
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
-- One bad specimen is a lapse that many people recover from; a window of them is a return to use,
-- or, where nothing was collected, the end of treatment.
create macro screen_first_window(word, letters, specimens, bad) as list_filter(
    range(1, length(word) - specimens + 2),
    lambda place: length(word[place:place + specimens - 1])
    - length(translate(word[place:place + specimens - 1], letters, '')) >= bad
)[1]
