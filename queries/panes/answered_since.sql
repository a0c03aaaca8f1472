/*
title = "Safety flags answered since a given day"
kind = "query"
grain = "one row a client and safety rule that was answered"

[parameters.answered_after]
type = "DATE"
default = 1900-01-01
help = "Only answers given after this day"

[[examples]]
name = "a risk assessment answers every safety rule"
as_of = 2026-03-15
parameters = { answered_after = 2026-03-10 }
events = ["2026-03-02 risk_assessment", "2026-03-11 risk_assessment"]
expect = [
    { rule = "critical_event", answered_on = 2026-03-11 },
    { rule = "severe_and_worse", answered_on = 2026-03-11 },
    { rule = "suicidal_ideation", answered_on = 2026-03-11 },
    { rule = "suicide_risk_screen", answered_on = 2026-03-11 },
]
*/
-- A flag may be answered and end between two boards: it must not read as overlooked. Clients discharged in
-- between are included, and merged ids lead to what was answered under the current id.
with answered as (
    select
        an.client_id,
        ri.rule,
        max(an.answered_on) as answered_on
    from answer as an
    inner join rule_info as ri on an.rule is null or an.rule = ri.rule
    where ri.kind = 'safety' and an.answered_on > getvariable('answered_after')
    group by an.client_id, ri.rule
),

number as (
    select
        ca.old_id as number,
        ca.client_id
    from client_aliases as ca
    union
    select
        aw.client_id as number,
        aw.client_id
    from answered as aw
)

select
    nu.number as client_id,
    aw.rule,
    aw.answered_on
from answered as aw
inner join number as nu on aw.client_id = nu.client_id
order by nu.number, aw.rule
