/*
title = "A plan review is due"
kind = "process"
severity = 1
say = "{what}"
unit = "days until it is due"
worse = "lower"
source = "Reviews of 7, 14 or 30 days are set by state and payer; 7 days ahead is assumed."
reviewed = 2026-11-24
assumed = ["review_days_ahead"]
battery = []

[parameters.review_days_ahead]
type = "INTEGER"
default = 7
help = "A plan review is shown from this many days before it is due"

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
-- The earliest review of this admission still to be done. Value: days left. A safety follow-up is named beside
-- it, since a recertification long overdue must not hide it.
with waiting as (
    select
        ro.client_id,
        ro.kind,
        min(ro.due_on) as due_on,
        concat(
            case ro.kind
                when 'treatment_plan' then 'treatment plan review'
                when 'discharge_plan' then 'discharge plan review'
                when 'safety_follow_up' then 'safety follow-up'
                else ro.kind
            end,
            case when min(ro.due_on) < as_of() then ' was due ' else ' due ' end,
            short_day(min(ro.due_on))
        ) as words
    from review_open as ro
    group by ro.client_id, ro.kind
),

next_review as (
    select
        wt.client_id,
        min(wt.due_on) as due_on,
        concat_ws(
            '; ',
            first(wt.words order by wt.due_on asc, wt.kind asc),
            nullif(
                any_value(wt.words) filter (
                    where
                    wt.kind = 'safety_follow_up'
                    and wt.due_on <= as_of() + getvariable('review_days_ahead')
                ),
                first(wt.words order by wt.due_on asc, wt.kind asc)
            )
        ) as what
    from waiting as wt
    group by wt.client_id
)

select
    f.client_id,
    case
        when nr.due_on <= as_of() + getvariable('review_days_ahead') then 'met'
        else 'not_met'
    end as state,
    nr.due_on - as_of() as value,
    getvariable('review_days_ahead') as threshold,
    case
        when nr.due_on < as_of() then nr.due_on + 1
        else nr.due_on - getvariable('review_days_ahead')
    end as since,
    -- Passing days are not new evidence; becoming overdue is.
    case when nr.due_on < as_of() then -1 else getvariable('review_days_ahead') end
        as covered_value,
    case when nr.due_on < as_of() then 2 else 1 end as severity,
    concat(ucase(nr.what[1]), nr.what[2:]) as what
from client_fact as f
left join next_review as nr on f.client_id = nr.client_id
order by f.client_id
