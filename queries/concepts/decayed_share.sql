/*
title = "The weighted share of twelve weeks that are marked, recent weeks counting most"
kind = "macro"
reviewed = 2026-11-24
help = "weeks: one bit a week, the latest first. decay: what a week weighs relative to the week after it."

[[examples]]
name = "every week"
call = "decayed_share(4095, 0.7)"
expect = 1

[[examples]]
name = "the latest week alone"
call = "round(decayed_share(1, 0.7), 4)"
expect = 0.3042
*/
-- Twelve weeks, as when priority was set; earlier ones do not count.
create macro decayed_share(weeks, decay) as list_sum(
    list_transform(
        range(12),
        lambda week: ((weeks >> cast(week as integer)) & 1) * power(decay, week) -- noqa: RF02,RF03
    )
)
/ decay_sum(0, 12, decay)
