/*
title = "Expected course: scores of closed admissions with the same baseline severity"
kind = "table"
grain = "one row a core measure, band of the baseline and week that an open client's latest score needs"
source = "Finch, Lambert & Schaalje 2001 and Delgadillo 2018: curves by severity at the start; the clinic's own past in place of theirs. 30 people a cell: assumed."
reviewed = 2026-11-24
assumed = ["people_in_a_cell"]

[parameters.people_in_a_cell]
type = "INTEGER"
default = 30
help = "People with closed admissions needed in a band and week before scores are compared with them (assumed)"

[parameters.off_track_percentile]
type = "DOUBLE"
default = 0.9
at_most = 1
help = "A score worse than those of this share of people who began with the same severity is not on track"

[parameters.week_of_comparison]
type = "INTEGER"
default = 3
help = "From this week of the admission a score is compared with closed admissions"

[columns]
edge = "the off_track_percentile: a score worse than this is not on track"
n_people = "people with closed admissions known as of the date"

[[examples]]
name = "thirty people who began as severe, as they were in week 5"
as_of = 2026-03-15
past = ["2025-06-01 phq9 total 1:20 5:0..29 ended_on=2025-09-01 people=30"]
episode = { started_on = 2026-02-12 }
survey_scores = ["2026-02-12 phq9 total 22", "2026-03-14 phq9 total 16"]
expect = { measure = "phq9", scale = "total", band = "severe", week = 5, edge = 26.1, n_people = 30 }
*/
-- People admitted in a crisis tend to improve anyway (regression to the mean), so a score is compared with
-- people who began with the same severity, not with its own start. Only what open clients need is computed.
with needed as (
    select distinct
        sc.measure,
        sc.scale,
        sc.better,
        sc.baseline_band,
        sc.latest_week
    from score_change as sc
    where
        sc.core
        and sc.scale = 'total'
        and sc.n_scores > 1
        and not sc.is_late
        and sc.latest_week >= getvariable('week_of_comparison')
),

course as (
    select
        ne.measure,
        ne.scale,
        ne.baseline_band as band,
        ne.latest_week as week,
        ne.better,
        quantile_cont(ps.score, getvariable('off_track_percentile')) as high_edge,
        quantile_cont(ps.score, 1 - getvariable('off_track_percentile')) as low_edge,
        count(*) as n_people
    from past_scores(true) as ps
    inner join needed as ne
        on
            ps.measure = ne.measure
            and ps.scale = ne.scale
            and ps.band = ne.baseline_band
            and ps.week = ne.latest_week
    group by ne.measure, ne.scale, ne.baseline_band, ne.latest_week, ne.better
    having count(*) >= getvariable('people_in_a_cell')
)

select
    co.measure,
    co.scale,
    co.band,
    co.week,
    case when co.better = 'higher' then co.low_edge else co.high_edge end as edge,
    co.n_people
from course as co
