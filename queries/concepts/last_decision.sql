/*
title = "The last decision for each client, whatever it was about"
grain = "one row a client with a decision"

[columns]
decided_on = "the day of the decision; the board that was open may have been an earlier one"
words = "the day, and what was decided"

[[examples]]
name = "over an older board: the day on which it was decided"
as_of = 2026-03-15
decisions = ["2026-03-05 outreach", "2026-03-11 increase_sessions as_of=2026-03-08"]
expect = { decided_on = 2026-03-11, words = "11 Mar: more sessions" }

[[examples]]
name = "of another year"
as_of = 2026-03-15
decisions = ["2025-12-20 step_down"]
expect = { decided_on = 2025-12-20, words = "20 Dec 2025: step down" }

[[examples]]
name = "none yet on the day of the board"
as_of = 2026-03-10
decisions = ["2026-03-11 outreach"]
expect = []
*/
-- Of two at the same time always the same one is taken, so that the board does not change by itself.
with latest as (
    select
        de.client_id,
        cast(de.decided_at as date) as decided_on,
        coalesce(dw.words, replace(de.decision, '_', ' ')) as decided
    from decisions as de
    left join decision_word as dw on de.decision = dw.decision
    qualify
        row_number() over (
            partition by de.client_id
            order by de.decided_at desc, de.decision_id asc
        ) = 1
)

select
    la.client_id,
    la.decided_on,
    concat(short_day(la.decided_on), ': ', la.decided) as words
from latest as la
