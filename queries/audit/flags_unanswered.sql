/*
title = "Flags not answered yet"
kind = "query"
grain = "one row an open client and flag that needs an answer, safety first, then the longest open"
source = "Feedback helps where somebody acts on it (Lambert 2017; Crits-Christoph 2012); the days are assumed."
reviewed = 2026-11-24

[columns]
severity = "2 or 3: a flag of severity 1 needs no answer"
since = "the date of the evidence"
waiting_since = "the latest of: the evidence; the last answer to it (a snooze that is over is none); for safety, the day it was entered"
days_open = "days since waiting_since"
allowed_days = "days after which it counts as unanswered"
is_late = "open for allowed_days or longer"
last_decision_on = "the last decision for this client, whatever it was about"

[[examples]]
name = "thoughts of self-harm of five days ago: late"
as_of = 2026-03-15
battery = ["phq9"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
expect = { rule = "suicidal_ideation", kind = "safety", days_open = 5, allowed_days = 1, is_late = true, last_decision_on = "null" }
*/
-- An answer is a decision, a snooze or a risk assessment. An open flag says nothing about the quality of care:
-- much may have been done and not recorded.
select
    oc.client_id,
    lb.name,
    lb.clinician,
    fl.rule,
    fl.kind,
    fl.severity,
    fl.evidence,
    fl.since,
    fl.waiting_since,
    cast(fl.days_waiting as integer) as days_open,
    fl.days_allowed as allowed_days,
    fl.is_late,
    ld.decided_on as last_decision_on
from flag_waiting as fl
inner join open_client as oc on fl.client_id = oc.client_id
left join client_label as lb on oc.client_id = lb.client_id
left join last_decision as ld on oc.client_id = ld.client_id
order by
    fl.kind = 'safety' desc,
    fl.days_waiting desc nulls last,
    fl.severity desc,
    oc.client_id asc,
    fl.rule asc
