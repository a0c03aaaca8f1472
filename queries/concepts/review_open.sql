/*
title = "Plan reviews still to be done"
grain = "one row a client, kind and due date, of this admission"

[[examples]]
name = "a review that was passed over is overtaken by the next one that was done"
as_of = 2026-03-15
plan_reviews = ["2026-02-10 treatment_plan", "2026-03-01 treatment_plan done_on=2026-03-01", "2026-03-20 treatment_plan", "2026-03-10 recertification"]
expect = [{ kind = "recertification", due_on = 2026-03-10, days_left = -5 }, { kind = "treatment_plan", due_on = 2026-03-20, days_left = 5 }]
*/
-- A plan reviewed in March no longer waits for its February review.
select
    rv.client_id,
    rv.kind,
    rv.due_on,
    rv.due_on - as_of() as days_left
from plan_reviews as rv
inner join open_client as oc on rv.client_id = oc.client_id and rv.due_on >= oc.admitted_on
qualify
    rv.done_on is null
    and coalesce(
        rv.due_on >= max(rv.due_on) filter (where rv.done_on is not null) over (
            partition by rv.client_id, rv.kind
        ),
        true
    )
order by rv.client_id, rv.due_on, rv.kind
