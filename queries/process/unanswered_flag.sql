/*
title = "A flag waits for an answer"
kind = "process"
severity = 2
say = "No answer since {since}: {what}"
unit = "days without an answer"
source = "Feedback helped where clinicians acted on it (Crits-Christoph and others); the days are assumed."
reviewed = 2026-11-24
assumed = ["severity_that_asks", "days_until_unanswered", "safety_days_until_unanswered"]
battery = []

[parameters.severity_that_asks]
type = "INTEGER"
default = 2
help = "Flags of at least this severity need an answer"

[parameters.days_until_unanswered]
type = "INTEGER"
default = 7
help = "Days a flag may wait for an answer: from the evidence, or from the last answer where the evidence is worse since"

[parameters.safety_days_until_unanswered]
type = "INTEGER"
default = 1
help = "Days a safety flag may wait for an answer"

[[examples]]
name = "thoughts of self-harm told yesterday"
as_of = 2026-03-15
battery = ["phq9"]
survey_items = ["2026-03-14 phq9 1,1,0,2,0,1,1,0,1"]
expect = { state = "met", value = 1, threshold = 1, since = 2026-03-14, severity = 2, evidence = "No answer since 14 Mar: Self-harm thoughts: 1 of 3 on PHQ-9 item 9 (14 Mar)" }

[[examples]]
name = "a run of no-shows, six days after it began"
as_of = 2026-03-15
battery = ["drug_screen"]
attendance = ["2026-03-02 attended", "2026-03-04 attended", "2026-03-06 attended", "2026-03-09 no_show", "2026-03-11 no_show"]
drug_screens = ["2026-03-14 negative"]
parameters = { dose_share = 0.1 }
expect = { state = "not_met", value = 6, threshold = 7 }
*/
-- About the team's own work, not the client: a flag only helps if somebody acts on it. How long each has waited:
-- flag_waiting. Of those that waited too long the most severe is named, then the longest waiting.
with ranked as (
    select
        fw.client_id,
        fw.days_waiting as days,
        fw.days_allowed,
        fw.waiting_since as since,
        fw.evidence,
        fw.is_late,
        count(*) filter (where fw.is_late) over (partition by fw.client_id) as flags_late,
        row_number() over (
            partition by fw.client_id
            order by
                fw.is_late desc,
                fw.severity desc,
                fw.kind = 'safety' desc,
                fw.days_waiting desc,
                fw.rule asc
        ) as place
    from flag_waiting as fw
)

select
    f.client_id,
    case when rk.is_late then 'met' else 'not_met' end as state,
    rk.days as value,
    coalesce(rk.days_allowed, getvariable('days_until_unanswered')) as threshold,
    rk.since,
    rk.days_allowed as covered_value,
    concat(
        rk.evidence,
        case when rk.flags_late > 1 then format('; and {} more', rk.flags_late - 1) end
    ) as what
from client_fact as f
left join ranked as rk on f.client_id = rk.client_id and rk.place = 1
order by f.client_id
