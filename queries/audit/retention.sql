/*
title = "Initiation, engagement and retention by month of admission"
kind = "query"
grain = "one row a month, the latest first"
source = "HEDIS IET and Washington Circle: 14 and 34 days. Washington State: a service in each of the first three months; its target was 62%, 90 days and more go with better outcomes."
reviewed = 2026-11-24
help = "Of one clinician or program: the clients whose record names it now."

[columns]
month = "the first day of the month in which the admissions began"
admitted = "admissions that began in the month"
open_now = "of these, not ended as of the date"
initiated = "a service (a visit, also while a leave is on record) within 14 days after the start"
initiation_n = "admissions that can be judged, the denominator of the percentage: the days have passed, the admission began after the first session ever entered, and it did not end earlier as completed, transferred or died, whatever had come by then. The other n alike"
engaged = "2 further days with a service within 34 days of initiation; without initiation there is no engagement"
retained_30 = "not discharged before, and a service in each period of 30 days; 60 and 90 alike"
*/
-- A percentage of few people says little, so n stands beside each. An admission counts only once its days have
-- passed, whatever happened: drop-out is known at once and retention only later, so counting each when known
-- would make every recent month look bad.
with judged as (
    select
        ar.started_on,
        ar.ended_on,
        case when ar.initiation_due then ar.initiation end as initiation,
        case when ar.engagement_due then ar.engagement end as engagement,
        case when ar.retained_30_due then ar.retained_30 end as retained_30,
        case when ar.retained_60_due then ar.retained_60 end as retained_60,
        case when ar.retained_90_due then ar.retained_90 end as retained_90
    from admission_retention as ar
    left join clients as cl on ar.client_id = cl.client_id
    where is_asked_for(ar.client_id, cl.clinician_id, cl.program_id)
)

select
    cast(date_trunc('month', ju.started_on) as date) as month,
    count(*) as admitted,
    count(*) filter (where ju.ended_on is null) as open_now,
    count(ju.initiation) as initiation_n,
    count(*) filter (where ju.initiation) as initiated,
    round(100.0 * count(*) filter (where ju.initiation) / nullif(count(ju.initiation), 0), 1)
        as initiated_percent,
    count(ju.engagement) as engagement_n,
    count(*) filter (where ju.engagement) as engaged,
    round(100.0 * count(*) filter (where ju.engagement) / nullif(count(ju.engagement), 0), 1)
        as engaged_percent,
    count(ju.retained_30) as retained_30_n,
    count(*) filter (where ju.retained_30) as retained_30,
    round(100.0 * count(*) filter (where ju.retained_30) / nullif(count(ju.retained_30), 0), 1)
        as retained_30_percent,
    count(ju.retained_60) as retained_60_n,
    count(*) filter (where ju.retained_60) as retained_60,
    round(100.0 * count(*) filter (where ju.retained_60) / nullif(count(ju.retained_60), 0), 1)
        as retained_60_percent,
    count(ju.retained_90) as retained_90_n,
    count(*) filter (where ju.retained_90) as retained_90,
    round(100.0 * count(*) filter (where ju.retained_90) / nullif(count(ju.retained_90), 0), 1)
        as retained_90_percent
from judged as ju
group by date_trunc('month', ju.started_on)
order by month desc
