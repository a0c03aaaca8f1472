/*
title = "Check-ins after discharge: done, due, overdue, missed or ahead"
grain = "one row a closed admission and month"
source = "Assumed: check-ins at 1, 3, 6, 12 and 18 months (aftercare: up to 18), where a clinic has no plan of its own, and the window."
reviewed = 2026-11-24

[parameters.follow_up_months]
type = "INTEGER[]"
default = [1, 3, 6, 12, 18]
help = "Months after discharge at which a check-in is due"

[parameters.follow_up_window_days]
type = "INTEGER"
default = 14
help = "Days before or after its due date within which a check-in may be made (assumed)"

[parameters.follow_up_left_after_days]
type = "INTEGER"
default = 90
help = "Days after its window until which the last check-in still counts as overdue (assumed)"

[[examples]]
name = "one month done, three months overdue, six months not yet"
as_of = 2026-03-15
episode = { started_on = 2025-09-01, ended_on = 2025-11-15, end_reason = "completed" }
follow_ups = ["2025-12-20 contacted month=1 days_abstinent_30=28", "2026-02-15 not_contacted month=3"]
attendance = ["2026-01-10 attended"]
expect = [
    { month = 1, due_on = 2025-12-15, state = "done", contacted_on = 2025-12-20, days_abstinent_30 = 28, booster_sessions = 1 },
    { month = 3, due_on = 2026-02-15, from_on = 2026-02-01, until_on = 2026-03-01, state = "overdue", days_over = 14 },
    { month = 6, due_on = 2026-05-15, state = "ahead" },
    { month = 12, state = "ahead" },
    { month = 18, due_on = 2027-05-15, state = "ahead" },
]
*/
-- A client back in care needs no call, and after a death nobody is called. A check-in not made before the
-- next window opens is `missed`: no longer to be done. A late contact still counts; a contact between two
-- stays of one admission is not a contact after its end.
with closed as (
    select
        ad.client_id,
        ad.admission_number,
        ad.started_on as admitted_on,
        ad.ended_on as discharged_on,
        ad.end_reason,
        ad.last_episode_id,
        lead(ad.started_on) over (
            partition by ad.client_id order by ad.started_on
        ) as next_admitted_on
    from admission as ad
),

-- The episodes of the admission: a check-in may be recorded under any of them.
ended as (
    select
        cl.client_id,
        cl.admission_number,
        any_value(cl.discharged_on) as discharged_on,
        list(ep.episode_id) as episode_ids
    from closed as cl
    inner join episodes as ep
        on
            cl.client_id = ep.client_id
            and cl.admitted_on <= ep.started_on
            and cl.discharged_on >= ep.started_on
    where cl.discharged_on is not null
    group by cl.client_id, cl.admission_number
),

called as (
    select
        en.client_id,
        en.admission_number,
        fu.month,
        fu.contacted_on,
        fu.days_abstinent_30,
        fu.in_treatment
    from ended as en
    inner join follow_ups as fu
        on en.client_id = fu.client_id and list_contains(en.episode_ids, fu.episode_id)
    where fu.contacted_on >= en.discharged_on
),

made as (
    select
        ca.client_id,
        ca.admission_number,
        ca.month,
        min(ca.contacted_on) as contacted_on,
        arg_min(ca.days_abstinent_30, ca.contacted_on) as days_abstinent_30,
        arg_min(ca.in_treatment, ca.contacted_on) as in_treatment
    from called as ca
    group by ca.client_id, ca.admission_number, ca.month
),

-- A check-in in a month outside the plan is still a contact.
reached as (
    select
        ca.client_id,
        ca.admission_number,
        max(ca.contacted_on) as last_contact_on
    from called as ca
    group by ca.client_id, ca.admission_number
),

boosted as (
    select
        bs.client_id,
        bs.admission_number,
        count(*) as booster_sessions
    from booster_session as bs
    group by bs.client_id, bs.admission_number
),

planned as (
    select
        cl.client_id,
        cl.admission_number,
        cl.discharged_on,
        cl.next_admitted_on,
        cl.last_episode_id as episode_id,
        cl.end_reason,
        plan.month,
        cast(cl.discharged_on + to_months(plan.month) as date) as due_on
    from closed as cl
    inner join ended as en
        on cl.client_id = en.client_id and cl.admission_number = en.admission_number
    cross join unnest(getvariable('follow_up_months')) as plan (month)
    where cl.end_reason is distinct from 'died'
),

windowed as (
    select
        pl.client_id,
        pl.admission_number,
        pl.discharged_on,
        pl.next_admitted_on,
        pl.episode_id,
        pl.end_reason,
        pl.month,
        pl.due_on,
        pl.due_on - getvariable('follow_up_window_days') as from_on,
        pl.due_on + getvariable('follow_up_window_days') as until_on,
        coalesce(
            lead(pl.due_on - getvariable('follow_up_window_days')) over (
                partition by pl.client_id, pl.admission_number order by pl.month
            ),
            pl.due_on
            + getvariable('follow_up_window_days')
            + getvariable('follow_up_left_after_days')
        ) as left_on
    from planned as pl
)

select
    wi.client_id,
    wi.admission_number,
    wi.episode_id,
    wi.discharged_on,
    wi.end_reason,
    cast(wi.month as integer) as month,
    wi.due_on,
    wi.from_on,
    wi.until_on,
    ma.contacted_on,
    re.last_contact_on,
    case
        when ma.contacted_on is not null then 'done'
        when wi.next_admitted_on <= least(wi.until_on, as_of()) then 'in_care'
        when as_of() < wi.from_on then 'ahead'
        when as_of() <= wi.until_on then 'due'
        when as_of() < wi.left_on and wi.next_admitted_on is null then 'overdue'
        else 'missed'
    end as state,
    greatest(0, as_of() - wi.until_on) as days_over,
    ma.days_abstinent_30,
    ma.in_treatment,
    cast(coalesce(bo.booster_sessions, 0) as integer) as booster_sessions
from windowed as wi
left join made as ma
    on
        wi.client_id = ma.client_id
        and wi.admission_number = ma.admission_number
        and wi.month = ma.month
left join reached as re
    on wi.client_id = re.client_id and wi.admission_number = re.admission_number
left join boosted as bo
    on wi.client_id = bo.client_id and wi.admission_number = bo.admission_number
order by wi.client_id, wi.admission_number, wi.month
