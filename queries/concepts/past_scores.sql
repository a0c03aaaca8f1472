/*
title = "Scores of closed admissions by the week of the admission"
kind = "macro"
help = "past_scores(true): core measures only; past_scores(false): every measure and scale."

[parameters.baseline_days]
type = "INTEGER"
default = 14
help = "A baseline score is given at most this many days before or after the start of the admission"

[[examples]]
name = "days 28 to 34 are week 5, and the last score of a week is its score"
as_of = 2026-03-15
episode = { started_on = 2025-06-01, ended_on = 2025-09-01 }
survey_scores = ["2025-06-01 phq9 total 20", "2025-06-29 phq9 total 15", "2025-07-05 phq9 total 14"]
call = "(select list([week, score] order by week) from past_scores(true) where band = 'severe')"
expect = [[1, 20], [5, 14]]
*/
-- Each person contributes one value to a band and week, from their latest admission that has one. Open clients
-- contribute none: nobody is compared with themselves. An admission whose end is not known yet is open. Late
-- baselines do not show how somebody began and are left out. People who left have no later scores, so the
-- later the week, the more it shows the course of those who stayed.
create macro past_scores(core_only) as table
    with closed as (
        select
            ad.client_id,
            ad.started_on as admitted_on,
            ad.ended_on
        from admission as ad
        anti join open_episode as oe on ad.client_id = oe.client_id
        where ad.ended_on is not null
    ),

    -- A score from the days before the admission counts in week 1. Of two on one day the higher is the later, as
    -- in score_change.
    given as (
        select
            sc.client_id,
            cl.admitted_on,
            sc.measure,
            sc.scale,
            greatest((sc.given_on - cl.admitted_on) // 7 + 1, 1) as week,
            min(sc.given_on) as first_on,
            arg_min(sc.score, (sc.given_on - date '2000-01-01') * 10000 + sc.score) as first_score,
            max(sc.given_on) as last_on,
            arg_max(sc.score, (sc.given_on - date '2000-01-01') * 10000 + sc.score) as last_score
        from score as sc
        inner join measure as me on sc.measure = me.measure and (me.core or not core_only) -- noqa: RF02
        inner join closed as cl
            on
                sc.client_id = cl.client_id
                and sc.given_on >= cl.admitted_on - getvariable('baseline_days')
                and sc.given_on <= cl.ended_on
        group by sc.client_id, cl.admitted_on, sc.measure, sc.scale, week
    ),

    begun as (
        select
            gi.client_id,
            gi.admitted_on,
            gi.measure,
            gi.scale,
            min(gi.first_on) as baseline_on,
            arg_min(gi.first_score, gi.first_on) as baseline
        from given as gi
        group by gi.client_id, gi.admitted_on, gi.measure, gi.scale
    )

    select
        gi.client_id,
        gi.measure,
        gi.scale,
        sb.band,
        gi.week,
        arg_max(gi.last_score, gi.last_on) as score
    from given as gi
    inner join begun as be
        on
            gi.client_id = be.client_id
            and gi.admitted_on = be.admitted_on
            and gi.measure = be.measure
            and gi.scale = be.scale
    inner join score_band as sb
        on
            be.measure = sb.measure
            and be.scale = sb.scale
            and be.baseline >= sb.at_least
            and be.baseline < sb.below
    where be.baseline_on <= be.admitted_on + getvariable('baseline_days')
    group by gi.client_id, gi.measure, gi.scale, sb.band, gi.week
