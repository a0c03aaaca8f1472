/*
title = "A plan review is due"
kind = "process"
severity = 1
say = "{what} {due_on}"
worse = "lower"
source = "Reviews of 7, 14 or 30 days are set by state and payer; 7 days ahead is assumed."
reviewed = 2026-11-24
battery = []

[parameters.review_days_ahead]
type = "INTEGER"
default = 7
help = "Days before a review is due at which it is told"

[[examples]]
name = "due in seven days"
as_of = 2026-03-15
plan_reviews = ["2026-03-22 treatment_plan"]
expect = { state = "met", value = 7, threshold = 7, since = 2026-03-15, severity = 1, evidence = "Treatment plan review due 22 Mar" }

[[examples]]
name = "overdue since yesterday"
as_of = 2026-03-15
plan_reviews = ["2026-03-14 recertification"]
expect = { state = "met", value = -1, since = 2026-03-15, severity = 2, evidence = "Recertification was due 14 Mar" }
*/
-- The earliest review of this admission that is not done. Value: days that are left.
with open_review as (
    select
        rv.client_id,
        min(rv.due_on) as due_on,
        first(rv.kind order by rv.due_on asc, rv.kind asc) as kind
    from plan_reviews as rv
    inner join client_fact as f on rv.client_id = f.client_id and rv.due_on >= f.admitted_on
    where rv.done_on is null
    group by rv.client_id
)

select
    f.client_id,
    case
        when ov.due_on <= as_of() + getvariable('review_days_ahead') then 'met'
        else 'not_met'
    end as state,
    ov.due_on - as_of() as value,
    getvariable('review_days_ahead') as threshold,
    case
        when ov.due_on < as_of() then ov.due_on + 1
        else ov.due_on - getvariable('review_days_ahead')
    end as since,
    -- Days that go by are no new evidence; being overdue is.
    case when ov.due_on < as_of() then -1 else getvariable('review_days_ahead') end
        as covered_value,
    case when ov.due_on < as_of() then 2 else 1 end as severity,
    concat(
        case ov.kind
            when 'treatment_plan' then 'Treatment plan review'
            when 'recertification' then 'Recertification'
            when 'discharge_plan' then 'Discharge plan review'
            when 'safety_follow_up' then 'Safety follow-up'
            else coalesce(replace(ov.kind, '_', ' '), 'Review')
        end,
        case when ov.due_on < as_of() then ' was due' else ' due' end
    ) as what,
    ov.due_on
from client_fact as f
left join open_review as ov on f.client_id = ov.client_id
order by f.client_id
