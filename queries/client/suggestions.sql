/*
title = "What to consider for one client, and because of what"
kind = "query"
grain = "one row a suggestion"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
suggestion = "the decision that it would be"
words = "in a team's own terms (concepts/suggestion_word)"
because = "the evidence of the rules that suggest it, gravest first"
rules = "those rules, in the same order"
severity = "of the gravest; 0 for a step down, which answers no flag"
answered_on = "the last answer, where every one of these flags is answered"

[[examples]]
name = "two flags say the same: one suggestion with two reasons, the gravest first"
as_of = 2026-03-15
parameters = { client_id = "X" }
battery = ["drug_screen"]
attendance = ["2026-03-02 attended", "2026-03-04 no_show", "2026-03-06 no_show", "2026-03-09 no_show"]
drug_screens = ["2026-03-03 negative"]
expect = [
    { suggestion = "outreach", words = "Consider outreach today", severity = 3, rules = ["dose_gap", "no_shows_in_a_row", "no_contact"] },
    { suggestion = "increase_sessions", words = "Consider more sessions", severity = 3, because = ["17% of the prescribed hours since 2 Mar"] },
]
*/
-- The board carries the codes; here they are words, each with what speaks for it. Answered flags still
-- suggest what they suggested: the team sees when it answered. Of what one rule suggests, what its file names
-- first stands first: after an overdose the safety assessment, then the medication.
with reason as (
    select
        suggested.suggestion,
        list_position(fl.suggests, suggested.suggestion) as place,
        fl.rule,
        fl.evidence,
        fl.severity,
        fl.kind = 'safety' as is_safety,
        fl.answered_on
    from flag as fl
    cross join unnest(fl.suggests) as suggested (suggestion)
    where fl.client_id = getvariable('client_id')
    union all
    -- Ready: what is met speaks for it, each criterion in its own words.
    select
        'step_down' as suggestion,
        1 as place,
        cr.rule,
        coalesce(cr.evidence, cr.title) as evidence,
        0 as severity,
        false as is_safety,
        null as answered_on
    from criterion as cr
    inner join pane as pn on cr.client_id = pn.client_id
    where
        cr.client_id = getvariable('client_id')
        and cr.state = 'met'
        and pn.pane = 'ready_to_step_down'
)

select
    re.suggestion,
    coalesce(
        any_value(sw.words), concat('Consider: ', replace(re.suggestion, '_', ' '))
    ) as words,
    list(re.evidence order by re.is_safety desc, re.severity desc, re.rule asc) as because,
    list(re.rule order by re.is_safety desc, re.severity desc, re.rule asc) as rules,
    cast(max(re.severity) as integer) as severity,
    case when count(*) = count(re.answered_on) then max(re.answered_on) end as answered_on
from reason as re
left join suggestion_word as sw on re.suggestion = sw.suggestion
group by re.suggestion
order by
    max(re.is_safety) desc,
    max(re.severity) desc,
    count(*) desc,
    min(re.place) asc,
    re.suggestion asc
