/*
title = "What the team decided about one client"
kind = "query"
grain = "one row a decision in force, the newest first"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
as_of = "the date of the board that was open"
words = "the decision in words"
answers = "the rules whose flags it answers; empty: every flag shown"
actions_open = "actions of this decision not done yet"
*/
with agreed as (
    select
        ai.decision_id,
        count(*) filter (where ai.done_on is null) as actions_open
    from action_items as ai
    where ai.client_id = getvariable('client_id')
    group by ai.decision_id
)

select
    de.decided_at,
    de.as_of,
    de.decision,
    coalesce(dw.words, replace(de.decision, '_', ' ')) as words,
    de.reason,
    de.owner,
    de.due_on,
    coalesce(de.present, []) as present,
    [an['rule'] for an in coalesce(de.answers, [])] as answers, -- noqa: RF02
    cast(coalesce(ag.actions_open, 0) as integer) as actions_open,
    de.decision_id,
    de.amends
from decisions as de
left join decision_word as dw on de.decision = dw.decision
left join agreed as ag on de.decision_id = ag.decision_id
where de.client_id = getvariable('client_id')
order by de.decided_at desc, de.decision_id asc
