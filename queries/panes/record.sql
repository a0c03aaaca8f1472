/*
title = "Each rule's own record in this clinic, as last found by caseboard evaluate --keep"
kind = "query"
grain = "one row a rule and outcome"
source = "Weeks in which the rule came on, in the clinic's own history; queries/evaluation."

[columns]
rule = "a rule's name, or first_pane, ready, priority and the plain counts"
met = "times the rule came on"
happened = "how often the outcome followed"
ppv = "share of the weeks with the rule met in which the outcome followed"
words = "for the board"
definition = "what the rule was then: its SQL, what it stands on and its thresholds, hashed"

[[examples]]
name = "met 31 times, and nine left"
as_of = 2026-03-15
evaluations = ["2026-03-14 no_attendance no_contact met=31 happened=9 ppv=0.3 'said=had no visit in the next four weeks'"]
expect = { rule = "no_contact", met = 31, happened = 9, words = "met 31 times, 9 had no visit in the next four weeks (weeks to 14 Mar 2026)" }

[[examples]]
name = "met once"
as_of = 2026-03-15
evaluations = ["2026-03-14 no_attendance no_contact met=1 happened=0 'said=had no visit in the next four weeks'"]
expect = { words = "met once, 0 had no visit in the next four weeks (weeks to 14 Mar 2026)" }

[[examples]]
name = "priority is not a rule: it counts as on for those at the top of the order"
as_of = 2026-03-15
evaluations = ["2026-03-14 no_attendance priority met=31 happened=9 'said=had no visit in the next four weeks'"]
expect = { words = "among the first of the order 31 times, 9 had no visit in the next four weeks (weeks to 14 Mar 2026)" }

[[examples]]
name = "a history that goes past the date of the board is not known yet"
as_of = 2026-03-13
evaluations = ["2026-03-14 no_attendance no_contact met=31 happened=9"]
expect = []

[[examples]]
name = "a score that is neither on nor off has no times"
as_of = 2026-03-15
evaluations = ["2026-03-14 no_attendance flag_severity auc=0.8"]
expect = []
*/
select
    ev.signal as rule,
    ev.outcome,
    ev.met,
    ev.happened,
    ev.ppv,
    ev.ppv_low,
    ev.ppv_high,
    ev.same_input,
    ev.to_day,
    ev.definition,
    concat(
        case ev.signal when 'priority' then 'among the first of the order ' else 'met ' end,
        case when ev.met = 1 then 'once' else format('{:,} times', ev.met) end,
        format(', {:,} ', ev.happened),
        ev.said,
        strftime(ev.to_day, ' (weeks to %-d %b %Y)')
    ) as words
from evaluations as ev
where ev.met > 0 and ev.to_day <= as_of()
order by ev.signal, ev.outcome
