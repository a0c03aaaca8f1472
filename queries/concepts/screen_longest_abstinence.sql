/*
title = "The longest run of specimens that show no use"
kind = "macro"
source = "Longest abstinence as in CTNote 0.1.3."
reviewed = 2026-11-23
help = "Ended by a positive, unclear, uncollected or pending specimen; not by a week with none due."

[[examples]]
name = "the longer of two runs"
call = "screen_longest_abstinence('--+---o-')"
expect = 3
*/
-- An unclear or pending specimen is not evidence of abstinence, so it ends the run as a positive does. Each run
-- consists of one letter only, so the run that sorts last is the longest.
create macro screen_longest_abstinence(word) as length(
    list_max(string_split_regex(regexp_replace(word, '[^+*o?]', '-', 'g'), '[+*o?]'))
)
