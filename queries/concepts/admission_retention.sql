/*
title = "Initiation, engagement and retention of each admission"
grain = "one row an admission"
source = "HEDIS IET and Washington Circle: 14 and 34 days. Washington State: a service in each of the first three months."
reviewed = 2026-11-24

[parameters.initiation_days]
type = "INTEGER"
default = 14
help = "Initiation: a day with a service within this many days after the start of the admission"

[parameters.engagement_days]
type = "INTEGER"
default = 34
help = "Engagement: further days with a service within this many days after the initiation"

[parameters.engagement_services]
type = "INTEGER"
default = 2
help = "Further days with a service that make engagement"

[parameters.retention_month_days]
type = "INTEGER"
default = 30
help = "Retention is a service in each month of this many days: 30, 60 and 90 days"

[[examples]]
name = "came from the first week on, until today"
as_of = 2026-03-15
episode = { level = "outpatient", started_on = 2025-12-01, sessions_per_week = 1 }
attendance = ["2025-12-01 attended", "2025-12-08 attended", "2025-12-15 late", "2025-12-22 attended", "2026-01-12 attended", "2026-02-16 attended"]
expect = { started_on = 2025-12-01, initiation = true, engagement = true, retained_30 = true, retained_60 = true, retained_90 = true }

[[examples]]
name = "two weeks in, and seen once since: the rest is not yet known"
as_of = 2026-03-15
episode = { level = "outpatient", started_on = 2026-03-01, sessions_per_week = 1 }
attendance = ["2026-03-01 attended", "2026-03-08 attended"]
expect = { initiation = true, engagement = "null", retained_30 = "null", retained_60 = "null", retained_90 = "null" }
*/
-- Assumed where the sources leave it open: the start of the admission is the index event and services on that
-- day belong to it, so a service counts from the day after. Services are counted in days: several sessions
-- on one day are one. A month has 30 days: 1 to 30, 31 to 60, 61 to 90 after the start. Retained at 90
-- days: not discharged before, and a service in each of the three months. Clients who completed, were
-- transferred or died before that day are not counted, whatever had come by then: to count only those who had
-- got there would make every rate look better. A visit while a leave is on record was a service. Empty: too
-- early to say, or admitted before the clinic's first entered session.
with entered as (
    select
        least(as_of(), fd.through) as through,
        fd.since
    from feed as fd
    where fd.table_name = 'attendance'
),

visit as (
    select
        ao.client_id,
        ao.on_day
    from attendance_outcome as ao
    where ao.attended
    group by ao.client_id, ao.on_day
),

placed as (
    select
        ad.client_id,
        ad.admission_number,
        ad.started_on,
        ad.ended_on,
        ad.end_reason,
        vi.on_day,
        vi.on_day - ad.started_on as day_in,
        min(
            case
                when
                    vi.on_day > ad.started_on
                    and vi.on_day <= ad.started_on + getvariable('initiation_days')
                    then vi.on_day
            end
        ) over (partition by ad.client_id, ad.admission_number) as initiated_on
    from admission as ad
    left join visit as vi
        on
            ad.client_id = vi.client_id
            and coalesce(ad.ended_on, as_of()) >= vi.on_day
),

counted as (
    select
        pl.client_id,
        pl.admission_number,
        pl.started_on,
        pl.ended_on,
        any_value(pl.end_reason) in ('completed', 'transferred', 'died') as is_left_out,
        any_value(pl.initiated_on) as initiated_on,
        count(*) filter (
            where
            pl.on_day > pl.initiated_on
            and pl.on_day <= pl.initiated_on + getvariable('engagement_days')
        ) as further_services,
        bool_or(pl.day_in between 1 and getvariable('retention_month_days')) as month_1,
        bool_or(
            pl.day_in between getvariable('retention_month_days') + 1
            and 2 * getvariable('retention_month_days')
        ) as month_2,
        bool_or(
            pl.day_in between 2 * getvariable('retention_month_days') + 1
            and 3 * getvariable('retention_month_days')
        ) as month_3
    from placed as pl
    group by pl.client_id, pl.admission_number, pl.started_on, pl.ended_on
),

judged as (
    select
        co.client_id,
        co.admission_number,
        co.started_on,
        co.ended_on,
        co.initiated_on,
        co.further_services,
        co.month_1,
        co.month_2,
        co.month_3,
        co.is_left_out,
        en.through,
        -- An admission that has ended will not change any more.
        case when co.ended_on is null then en.through else date '9999-12-31' end as known_until,
        co.started_on >= en.since as is_on_record,
        co.started_on + getvariable('initiation_days') as initiation_by,
        coalesce(
            co.initiated_on + getvariable('engagement_days'),
            co.started_on + getvariable('initiation_days')
        ) as engagement_by,
        co.started_on + getvariable('retention_month_days') as month_1_by,
        co.started_on + 2 * getvariable('retention_month_days') as month_2_by,
        co.started_on + 3 * getvariable('retention_month_days') as month_3_by
    from counted as co
    cross join entered as en
)

select
    ju.client_id,
    ju.admission_number,
    ju.started_on,
    ju.ended_on,
    ju.initiated_on,
    -- Whether every admission of that day has reached the point: only then may rates be computed (audit/retention).
    ju.through >= ju.initiation_by as initiation_due,
    ju.through >= ju.initiation_by + getvariable('engagement_days') as engagement_due,
    ju.through >= ju.month_1_by as retained_30_due,
    ju.through >= ju.month_2_by as retained_60_due,
    ju.through >= ju.month_3_by as retained_90_due,
    case
        when not ju.is_on_record or (ju.is_left_out and ju.ended_on < ju.initiation_by) then null
        when ju.initiated_on is not null then true
        when ju.known_until >= ju.initiation_by then false
    end as initiation,
    case
        when not ju.is_on_record or (ju.is_left_out and ju.ended_on < ju.engagement_by) then null
        when ju.further_services >= getvariable('engagement_services') then true
        when ju.known_until >= ju.engagement_by then false
    end as engagement,
    case
        when not ju.is_on_record or (ju.is_left_out and ju.ended_on < ju.month_1_by) then null
        when ju.ended_on < ju.month_1_by then false
        when ju.known_until >= ju.month_1_by then coalesce(ju.month_1, false)
    end as retained_30,
    case
        when not ju.is_on_record or (ju.is_left_out and ju.ended_on < ju.month_2_by) then null
        when ju.ended_on < ju.month_2_by then false
        when ju.known_until >= ju.month_2_by then coalesce(ju.month_1 and ju.month_2, false)
    end as retained_60,
    case
        when not ju.is_on_record or (ju.is_left_out and ju.ended_on < ju.month_3_by) then null
        when ju.ended_on < ju.month_3_by then false
        when ju.known_until >= ju.month_3_by
            then coalesce(ju.month_1 and ju.month_2 and ju.month_3, false)
    end as retained_90
from judged as ju
order by ju.client_id, ju.admission_number
