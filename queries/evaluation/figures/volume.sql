/*
title = "How often each signal is on, over all weeks of open clients"
kind = "query"
grain = "one row a signal that is on or off"
source = "A board that cries wolf is not read: how often it flags comes before how well."

[columns]
share_flagged = "of the weeks of open clients; low to high: 95% interval"
alerts_per_100 = "times it came on, in 100 weeks of open clients"
*/
with open_weeks as (
    select
        rs.round,
        cast(sum(rs.weight) as double) as weeks
    from replay_day as rd
    inner join resample as rs on rd.client_id = rs.client_id
    group by rs.round
),

person as (
    select
        sd.client_id,
        sd.signal,
        sd.side,
        count(*) as weeks_on,
        count(*) filter (where sd.is_new) as alerts
    from signal_day as sd
    where sd.is_on
    group by sd.client_id, sd.signal, sd.side
),

flagged as (
    select
        pe.signal,
        rs.round,
        count(*) as people_on,
        sum(rs.weight * pe.weeks_on) as weeks_on,
        sum(rs.weight * pe.alerts) as alerts
    from person as pe
    inner join resample as rs on pe.client_id = rs.client_id
    group by pe.signal, rs.round
),

signal as (
    select distinct
        pe.signal,
        pe.side
    from person as pe
),

-- A bootstrap round without anybody under a signal counts as a round in which it is never on.
rated as (
    select
        si.signal,
        si.side,
        ow.round,
        fl.people_on,
        fl.alerts,
        coalesce(fl.weeks_on, 0) / ow.weeks as share_flagged,
        100 * coalesce(fl.alerts, 0) / ow.weeks as alerts_per_100
    from signal as si
    cross join open_weeks as ow
    left join flagged as fl on si.signal = fl.signal and ow.round = fl.round
),

summed as (
    select
        ra.signal,
        ra.side,
        max(ra.people_on) filter (where ra.round = 0) as people_on,
        max(ra.alerts) filter (where ra.round = 0) as alerts,
        max(ra.share_flagged) filter (where ra.round = 0) as share_flagged,
        quantile_cont(ra.share_flagged, 0.025) filter (where ra.round > 0) as share_low,
        quantile_cont(ra.share_flagged, 0.975) filter (where ra.round > 0) as share_high,
        max(ra.alerts_per_100) filter (where ra.round = 0) as alerts_per_100,
        quantile_cont(ra.alerts_per_100, 0.025) filter (where ra.round > 0) as alerts_low,
        quantile_cont(ra.alerts_per_100, 0.975) filter (where ra.round > 0) as alerts_high
    from rated as ra
    group by ra.signal, ra.side
)

-- Where every draw comes out alike there is no interval, as in figures. Between equal draws the quantile is
-- interpolated too, and may then differ in its last digit.
select
    su.signal,
    su.side,
    su.people_on,
    su.alerts,
    su.share_flagged,
    case when su.share_high - su.share_low > 1e-9 then su.share_low end as share_low,
    case when su.share_high - su.share_low > 1e-9 then su.share_high end as share_high,
    su.alerts_per_100,
    case when su.alerts_high - su.alerts_low > 1e-9 then su.alerts_low end as alerts_low,
    case when su.alerts_high - su.alerts_low > 1e-9 then su.alerts_high end as alerts_high
from summed as su
order by su.share_flagged desc, su.signal asc
