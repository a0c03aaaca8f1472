/*
title = "The figures of each signal in each bootstrap round"
kind = "table"
grain = "one row a signal, group and round"

[parameters.signals_by_group]
type = "VARCHAR[]"
default = ["first_pane", "priority", "ready", "abstinent_and_steady"]
help = "Signals that are also reported by subgroup"
*/
-- Figures count weeks; the bootstrap resamples people, since a person's weeks are not independent. Round 0 is the data as they are.
with total as (
    select
        pg.subgroup,
        pg.member,
        rs.round,
        count(*) as people,
        count(*) filter (where pw.weeks_happened > 0) as people_happened,
        cast(sum(rs.weight * pw.weeks) as double) as weeks,
        cast(sum(rs.weight * pw.weeks_happened) as double) as weeks_happened
    from person_weeks as pw
    inner join person_group as pg on pw.client_id = pg.client_id
    inner join resample as rs on pw.client_id = rs.client_id
    group by pg.subgroup, pg.member, rs.round
),

flagged as (
    select
        ps.signal,
        pg.subgroup,
        pg.member,
        rs.round,
        count(*) as people_on,
        count(*) filter (where ps.weeks_hit > 0) as people_hit,
        sum(rs.weight * ps.weeks_on) as weeks_on,
        sum(rs.weight * ps.weeks_hit) as weeks_hit,
        sum(rs.weight * ps.alerts) as alerts,
        sum(rs.weight * ps.alerts_hit) as alerts_hit
    from person_signal as ps
    inner join person_group as pg
        on
            ps.client_id = pg.client_id
            and (
                pg.subgroup = 'everybody'
                or list_contains(getvariable('signals_by_group'), ps.signal)
            )
    inner join resample as rs on ps.client_id = rs.client_id
    group by ps.signal, pg.subgroup, pg.member, rs.round
),

counted as (
    select
        js.signal,
        js.side,
        js.has_alerts,
        js.is_scored,
        js.is_same_input,
        tt.subgroup,
        tt.member,
        tt.round,
        tt.people,
        tt.people_happened,
        tt.weeks,
        tt.weeks_happened,
        tt.weeks - tt.weeks_happened as weeks_not,
        coalesce(fl.people_on, 0) as people_on,
        coalesce(fl.people_hit, 0) as people_hit,
        cast(coalesce(fl.weeks_on, 0) as double) as weeks_on,
        cast(coalesce(fl.weeks_hit, 0) as double) as weeks_hit,
        cast(coalesce(fl.alerts, 0) as double) as alerts,
        cast(coalesce(fl.alerts_hit, 0) as double) as alerts_hit
    from judged_signal as js
    inner join total as tt
        on
            tt.subgroup = 'everybody'
            or list_contains(getvariable('signals_by_group'), js.signal)
    left join flagged as fl
        on
            js.signal = fl.signal
            and tt.subgroup = fl.subgroup
            and tt.member = fl.member
            and tt.round = fl.round
),

rated as (
    select
        co.signal,
        co.subgroup,
        co.member,
        co.round,
        co.weeks_on / nullif(co.weeks, 0) as share_flagged,
        100 * co.alerts / nullif(co.weeks, 0) as alerts_per_100,
        co.weeks_hit / nullif(co.weeks_happened, 0) as sensitivity,
        1 - (co.weeks_on - co.weeks_hit) / nullif(co.weeks_not, 0) as specificity,
        co.weeks_hit / nullif(co.weeks_on, 0) as ppv,
        1 - (co.weeks_happened - co.weeks_hit) / nullif(co.weeks - co.weeks_on, 0) as npv
    from counted as co
    where co.has_alerts
)

select
    co.signal,
    co.side,
    co.has_alerts,
    co.is_same_input,
    co.subgroup,
    co.member,
    co.round,
    co.people,
    co.people_happened,
    co.people_on,
    co.people_hit,
    co.weeks,
    co.alerts,
    co.alerts_hit,
    co.weeks_happened / nullif(co.weeks, 0) as base_rate,
    ra.share_flagged,
    ra.alerts_per_100,
    ra.sensitivity,
    ra.specificity,
    ra.ppv,
    ra.npv,
    case
        when co.is_scored then sa.auc
        else (ra.sensitivity + ra.specificity) / 2
    end as auc,
    lt.lead_days
from counted as co
left join rated as ra
    on
        co.signal = ra.signal
        and co.subgroup = ra.subgroup
        and co.member = ra.member
        and co.round = ra.round
left join score_auc as sa
    on
        co.signal = sa.signal
        and co.subgroup = sa.subgroup
        and co.member = sa.member
        and co.round = sa.round
left join lead_time as lt
    on
        co.signal = lt.signal
        and co.subgroup = lt.subgroup
        and co.member = lt.member
        and co.round = lt.round
