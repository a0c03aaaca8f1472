/*
title = "Whether each core measure is on track"
grain = "one row an open client and core measure with two scores or more"
source = "As rules/more_intensity/not_on_track.sql"
reviewed = 2026-11-24

[parameters.week_of_comparison]
type = "INTEGER"
default = 3
help = "From this week of the admission a score is compared with closed admissions"

[parameters.week_of_fallback]
type = "INTEGER"
default = 4
help = "Without enough closed admissions, the fallback judges from this week of the admission"

[parameters.week_that_is_severe]
type = "INTEGER"
default = 6
help = "From this week of the admission the flag has severity 3"

[columns]
week = "of the admission, on the day of the latest score"
basis = "admissions: compared with closed admissions of the same baseline band; rule: too few of them, so the fallback; early: not judged yet"
on_track_up_to = "the worst score that is on track; of the fallback the cut-off, where that is reached first: a score at it is not"
past_edge_share = "points beyond it, in reliable changes; below 0: on track"
standing = "2 not on track, 1 on track or too early to say, 0 nothing to compare with"

[[examples]]
name = "no past to compare with: still a case, and 5 points are no reliable change"
as_of = 2026-03-15
episode = { started_on = 2026-02-01 }
survey_scores = ["2026-02-01 phq9 total 18", "2026-02-22 phq9 total 13"]
expect = { title = "PHQ-9", score = 13, week = 4, basis = "rule", on_track_up_to = 12, past_edge_share = 0.16666666666666666, standing = 2, severity = 2 }
*/
-- The week is that of the latest score, not of today: a score from week 4 says nothing about week 9, and its age
-- is a data gap of its own. The fallback never calls a client below the cut-off off track; the comparison
-- with closed admissions may, such as one who began well and gets worse. Without published bands (ORS) the
-- baseline bands are the two sides of the cut-off (score_band).
with held as (
    select
        sc.client_id,
        sc.measure,
        sc.title,
        sc.better,
        sc.reliable_change,
        sc.latest,
        sc.latest_on,
        sc.latest_known_at,
        sc.latest_week,
        sc.baseline,
        sc.baseline_band,
        sc.is_late,
        eb.n_people,
        sc.cutoff,
        sc.is_below_cutoff or sc.is_improved as is_settled,
        case
            when sc.latest_week < getvariable('week_of_comparison') then 'early'
            when eb.edge is not null then 'admissions'
            when sc.latest_week < getvariable('week_of_fallback') then 'early'
            else 'rule'
        end as basis,
        case when sc.better = 'higher' then -1 else 1 end as sign,
        coalesce(
            eb.edge, fallback_edge(sc.baseline, sc.reliable_change, sc.cutoff, sc.better)
        ) as on_track_up_to
    from score_change as sc
    left join expected_band as eb
        on
            sc.measure = eb.measure
            and sc.scale = eb.scale
            and sc.baseline_band = eb.band
            and sc.latest_week = eb.week
            and not sc.is_late
    where sc.core and sc.scale = 'total' and sc.n_scores > 1
)

select
    he.client_id,
    he.measure,
    he.title,
    he.better,
    he.latest as score,
    he.latest_on as given_on,
    he.latest_known_at as known_at,
    he.latest_week as week,
    he.baseline,
    he.baseline_band as band,
    he.is_late,
    he.basis,
    he.n_people,
    he.on_track_up_to,
    he.sign * (he.latest - he.on_track_up_to) / coalesce(he.reliable_change, 1) as past_edge_share,
    case
        when he.basis = 'early' then 1
        when he.basis = 'rule' and he.reliable_change is null then 0
        when he.basis = 'rule' and he.is_settled then 1
        when he.basis = 'rule' and he.cutoff is null then 0
        when he.basis = 'rule' then 2
        when he.sign * (he.latest - he.on_track_up_to) > 0 then 2
        else 1
    end as standing,
    case when he.latest_week >= getvariable('week_that_is_severe') then 3 else 2 end as severity
from held as he
