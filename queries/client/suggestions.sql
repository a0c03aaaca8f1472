/*
title = "What to consider for one client, and why"
kind = "query"
grain = "one row a suggestion"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
suggestion = "the decision suggested"
words = "in a team's own terms (concepts/suggestion_word)"
because = "the evidence of the rules that suggest it, most severe first"
rules = "those rules, in the same order"
severity = "the highest among these flags; 0 for a step down, which answers no flag"
answered_on = "the last answer, where every one of these flags is answered"

[[examples]]
name = "several flags suggest the same: one suggestion with several reasons, most severe first"
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
-- The board carries codes; here they are in words, each with its reasons. Answered flags keep their suggestions,
-- with the date of the answer. Within a rule, suggestions keep the order of its file: after an overdose the
-- safety assessment comes before the medication.
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
    -- Ready to step down: the reasons are the criteria met, each in its own words.
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
    -- As on the board: where a client is ready, the step down is what the team came to discuss.
    min(re.severity) = 0 desc,
    max(re.is_safety) desc,
    max(re.severity) desc,
    count(*) desc,
    min(re.place) asc,
    re.suggestion asc
