/*
title = "Plan reviews and authorizations that are due or overdue"
kind = "query"
grain = "one row an open client and review or authorization due, the longest overdue first"
source = "Plans are reviewed in cycles that a state or payer sets; Medicare asks for recertification by day 60 (42 CFR 424.24)."
reviewed = 2026-11-24

[parameters.review_days_ahead]
type = "INTEGER"
default = 7
help = "A plan review is shown from this many days before it is due"

[parameters.authorization_days_ahead]
type = "INTEGER"
default = 7
help = "An authorization is shown from this many days before it ends"

[columns]
what = "kind of review, or authorization"
due_on = "of an authorization: its last day"
days_left = "days until it is due; negative: days over"
state = "due or overdue"

[[examples]]
name = "a review five days over, an authorization that ends in seven"
as_of = 2026-03-15
episode = { started_on = 2026-01-14, authorized_until = 2026-03-22 }
plan_reviews = ["2026-03-10 treatment_plan", "2026-03-23 recertification"]
expect = [
    { what = "treatment plan", due_on = 2026-03-10, days_left = -5, state = "overdue" },
    { what = "authorization", due_on = 2026-03-22, days_left = 7, state = "due" },
]
*/
with waiting as (
    select
        ro.client_id,
        replace(ro.kind, '_', ' ') as what,
        ro.due_on,
        ro.days_left,
        getvariable('review_days_ahead') as days_ahead
    from review_open as ro
    union all
    select
        oc.client_id,
        'authorization' as what,
        oc.authorized_until as due_on,
        oc.authorized_until - as_of() as days_left,
        getvariable('authorization_days_ahead') as days_ahead
    from open_client as oc
)

select
    oc.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    wa.what,
    wa.due_on,
    cast(wa.days_left as integer) as days_left,
    case when wa.days_left < 0 then 'overdue' else 'due' end as state
from waiting as wa
inner join open_client as oc on wa.client_id = oc.client_id
left join client_label as lb on oc.client_id = lb.client_id
where wa.days_left <= wa.days_ahead
order by wa.due_on asc, oc.client_id asc, wa.what asc
