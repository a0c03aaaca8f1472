/*
title = "The expected course of one client's scores, week by week"
kind = "query"
grain = "one row a measure, scale and week of this admission up to now"
source = "As concepts/expected_band.sql. Those who left have no later score: a late week shows the course of those who stayed."

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[parameters.people_in_a_cell]
type = "INTEGER"
default = 30
help = "People with closed admissions needed in a band and week before scores are compared with them (assumed)"

[parameters.off_track_percentile]
type = "DOUBLE"
default = 0.9
at_most = 1
help = "A score worse than those of this share of people who began with the same severity is not on track"

[parameters.week_of_fallback]
type = "INTEGER"
default = 4
help = "Without enough closed admissions, the fallback judges from this week of the admission"

[columns]
week = "of the admission, from 1; a score from before its start counts in week 1"
is_judged = "true: the week of the latest score, which is the one that the rule judges"
p10 = "percentiles of closed admissions with the same baseline band, last score of the week"
edge = "a score worse than this is not on track; where basis is rule, the score that is reliably better or at the cut-off, whichever is easier to reach"
edge_counts = "true: the edge itself is not on track, since a score at a cut-off is still a case"
n_people = "people with closed admissions, even where too few"
basis = "admissions: people_in_a_cell or more; rule: fewer, so only the edge is given"
band = "severity band of the client's baseline; empty where the baseline was late, since severity at the start is then unknown"
*/
with own as (
    select
        sc.measure,
        sc.scale,
        sc.core,
        sc.better,
        case when not sc.is_late then sc.baseline_band end as band,
        fallback_edge(sc.baseline, sc.reliable_change, sc.cutoff, sc.better) as fallback_edge,
        -- A score at the cut-off is a case; one that is better by just the reliable change is improved.
        case
            when sc.better = 'higher' then sc.cutoff < sc.baseline + sc.reliable_change
            else sc.cutoff > sc.baseline - sc.reliable_change
        end as is_edge_a_case,
        sc.reliable_change,
        sc.cutoff,
        greatest(sc.latest_week, 1) as latest_week,
        unnest(generate_series(1, cast(oc.week as integer))) as week
    from score_change as sc
    inner join open_client as oc on sc.client_id = oc.client_id
    where sc.client_id = getvariable('client_id')
),

course as (
    select
        ow.measure,
        ow.scale,
        ow.week,
        quantile_cont(ps.score, [0.1, 0.25, 0.5, 0.75, 0.9]) as percentiles,
        quantile_cont(ps.score, getvariable('off_track_percentile')) as high_edge,
        quantile_cont(ps.score, 1 - getvariable('off_track_percentile')) as low_edge,
        count(*) as n_people
    from past_scores(false) as ps
    inner join own as ow
        on
            ps.measure = ow.measure
            and ps.scale = ow.scale
            and ps.band = ow.band
            and ps.week = ow.week
    group by ow.measure, ow.scale, ow.week
),

told as (
    select
        ow.measure,
        ow.scale,
        ow.core,
        ow.better,
        ow.band,
        ow.week,
        ow.week = ow.latest_week as is_judged,
        coalesce(co.n_people, 0) as n_people,
        if(co.n_people >= getvariable('people_in_a_cell'), 'admissions', 'rule') as basis,
        if(co.n_people >= getvariable('people_in_a_cell'), co.percentiles, null) as percentiles,
        case
            when co.n_people >= getvariable('people_in_a_cell')
                then if(ow.better = 'higher', co.low_edge, co.high_edge)
            when
                ow.week >= getvariable('week_of_fallback')
                and ow.cutoff is not null
                and ow.reliable_change is not null
                then ow.fallback_edge
        end as edge,
        ow.is_edge_a_case
    from own as ow
    left join course as co
        on ow.measure = co.measure and ow.scale = co.scale and ow.week = co.week
)

select
    te.measure,
    te.scale,
    cast(te.week as integer) as week,
    te.is_judged,
    te.percentiles[1] as p10,
    te.percentiles[2] as p25,
    te.percentiles[3] as p50,
    te.percentiles[4] as p75,
    te.percentiles[5] as p90,
    te.edge,
    te.edge is not null and te.basis = 'rule' and te.is_edge_a_case as edge_counts,
    cast(te.n_people as integer) as n_people,
    te.basis,
    te.band
from told as te
order by te.core desc, te.measure asc, te.scale asc, te.week asc
