/*
title = "The share of twelve weeks that are marked, the latest counting most"
kind = "macro"
reviewed = 2026-11-24
help = "`weeks` has a bit a week, the latest first; each week before counts `fading` as much as the one after it."

[[examples]]
name = "every week"
call = "faded_share(4095, 0.7)"
expect = 1

[[examples]]
name = "the latest week alone"
call = "round(faded_share(1, 0.7), 4)"
expect = 0.3042
*/
-- What is older than twelve weeks says nothing about the next four.
create macro faded_share(weeks, fading) as list_sum(
    list_transform(
        range(12),
        lambda week: ((weeks >> cast(week as integer)) & 1) * power(fading, week) -- noqa: RF02,RF03
    )
)
/ faded_sum(0, 12, fading)
