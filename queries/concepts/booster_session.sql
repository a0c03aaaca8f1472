/*
title = "Booster sessions: visits after discharge or in aftercare"
grain = "one row a client and attended session"
source = "TIP 47: continuing care follows intensive outpatient care. Aftercare: at least monthly contact for up to 18 months."
reviewed = 2026-11-24

[[examples]]
name = "a visit on the day of discharge does not count, one on the day after does"
as_of = 2026-03-15
episode = { started_on = 2025-11-01, ended_on = 2026-02-10, end_reason = "completed" }
attendance = ["2026-02-10 attended", "2026-02-11 attended minutes=50 kind=individual", "2026-03-01 no_show"]
expect = { admission_number = 1, on_day = 2026-02-11, attended_minutes = 50, place = "after_discharge" }
*/
-- A visit belongs to the last admission that began before it.
with spanned as (
    select
        am.client_id,
        am.admission_number,
        am.started_on,
        am.ended_on,
        lead(am.started_on) over (
            partition by am.client_id order by am.started_on
        ) as next_started_on
    from admission as am
)

select
    ao.client_id,
    ad.admission_number,
    ao.session_id,
    ao.on_day,
    ao.kind,
    ao.attended_minutes,
    case when ad.ended_on < ao.on_day then 'after_discharge' else 'aftercare' end as place
from attendance_outcome as ao
inner join spanned as ad
    on
        ao.client_id = ad.client_id
        and ao.on_day >= ad.started_on
        and (ad.next_started_on is null or ao.on_day < ad.next_started_on)
left join level_day as ld on ao.client_id = ld.client_id and ao.on_day = ld.on_day
where ao.attended and (ad.ended_on < ao.on_day or ld.level = 'aftercare')
order by ao.client_id, ao.on_day, ao.session_id
