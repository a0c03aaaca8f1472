/*
title = "The team's answers to flags"
grain = "one row an answer and rule; rule empty: it answers every flag shown"

[parameters.answer_holds_days]
type = "INTEGER"
default = 28
help = "Days for which a decision also covers later evidence that is no worse (assumed)"

[[examples]]
name = "a decision answers every flag that was shown"
as_of = 2026-03-15
decisions = ["2026-03-11 outreach"]
expect = { rule = "null", answered_on = 2026-03-11, safety_only = false }

[[examples]]
name = "an assessment of risk answers safety only"
as_of = 2026-03-15
events = ["2026-03-11 risk_assessment"]
expect = { rule = "null", answered_on = 2026-03-11, safety_only = true }
*/
-- An answer covers the evidence known when it was given: `value` is what the flag showed then, and later
-- evidence is new only if it is worse or comes long after. What was entered later that day was not known
-- yet, and what came after the date of the open board was not on it. A decision that names no flag answers
-- every flag shown.
select
    de.client_id,
    an.answer.rule,
    cast(de.decided_at as date) as answered_on,
    least(de.decided_at, de.as_of + interval 1 day - interval 1 microsecond) as answered_at,
    an.answer.value,
    false as safety_only,
    cast(de.decided_at as date) + getvariable('answer_holds_days') as holds_until
from decisions as de
cross join unnest(if(len(de.answers) > 0, de.answers, [null])) as an (answer)
union all
-- A snoozed flag is answered until a date, then unanswered again. Worse evidence is new at once; where the
-- snooze recorded no value, any later evidence is new.
select
    sn.client_id,
    sn.rule,
    cast(sn.snoozed_at as date) as answered_on,
    sn.snoozed_at as answered_at,
    sn.value,
    false as safety_only,
    sn.until_on as holds_until
from snoozes as sn
where sn.until_on > as_of()
union all
select
    ev.client_id,
    null as rule,
    ev.occurred_on as answered_on,
    ev.occurred_on + interval 1 day - interval 1 microsecond as answered_at,
    null as value,
    true as safety_only,
    null as holds_until
from events as ev
where ev.kind = 'risk_assessment' and ev.occurred_on <= as_of()
