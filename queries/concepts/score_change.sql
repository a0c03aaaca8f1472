/*
title = "Scores of this admission: baseline, best, latest and change"
kind = "table"
grain = "one row an open client, measure and scale"
source = "Jacobson & Truax 1991; each measure's reliable change and cut-off: its file in queries/measures."

[parameters.baseline_days]
type = "INTEGER"
default = 14
help = "A baseline score is given at most this many days before or after the start of the admission"

[parameters.share_that_rises]
type = "DOUBLE"
default = 0.5
help = "Rising: worse than the score before by this share of the reliable change"

[[examples]]
name = "worse than the best so far by the reliable change of 6"
as_of = 2026-03-15
survey_scores = ["2026-01-15 phq9 total 12", "2026-02-15 phq9 total 7", "2026-03-10 phq9 total 13"]
expect = { measure = "phq9", baseline = 12, is_late = false, best_before = 7, latest = 13, score_change = 1, worsened = 6, is_deteriorated = true, was_deteriorated = false, is_rising = true, is_below_cutoff = false }
*/
-- The baseline is the first score from 14 days before the admission on, so never one of an earlier stay. Given
-- more than 14 days after the start, it is marked late. A score at the cut-off is a case, and `worsened` is
-- positive for the worse, whichever way the scale runs. Differences are rounded: 8.2 less 3.2 must come out
-- as a reliable change of 5.
with listed as (
    select
        sc.client_id,
        sc.measure,
        sc.scale,
        any_value(oc.admitted_on) as admitted_on,
        any_value(oc.sex) as sex,
        -- Sorted by the first field, then the next: by day, and of two on one day the higher is the later.
        list_sort(
            list(
                struct_pack(given_on := sc.given_on, score := sc.score, known_at := sc.known_at)
            )
        ) as forms
    from score as sc
    inner join open_client as oc on sc.client_id = oc.client_id
    where sc.given_on >= oc.admitted_on - getvariable('baseline_days')
    group by sc.client_id, sc.measure, sc.scale
),

scored as (
    select
        li.client_id,
        li.measure,
        li.scale,
        li.admitted_on,
        li.sex,
        [fo.score for fo in li.forms] as scores, -- noqa: RF01
        li.forms[1].given_on as baseline_on,
        li.forms[-1].given_on as latest_on,
        li.forms[-1].known_at as latest_known_at
    from listed as li
),

turned as (
    select
        sd.client_id,
        sd.measure,
        sd.scale,
        me.title,
        me.core,
        ms.better,
        cutoff_for_sex(sd.sex, ms.cutoff, ms.cutoff_male, ms.cutoff_female, ms.better) as cutoff,
        -- A published reliable change takes precedence.
        coalesce(ms.reliable_change, reliable_change_amount(ms.sd, ms.reliability))
            as reliable_change,
        sd.admitted_on,
        sd.baseline_on,
        sd.latest_on,
        sd.latest_known_at,
        sd.scores,
        case when ms.better = 'higher' then -1 else 1 end as sign,
        sd.scores[1] as baseline,
        sd.scores[-1] as latest,
        sd.scores[-2] as previous,
        case
            when ms.better = 'higher' then list_max(sd.scores[:-2])
            else list_min(sd.scores[:-2])
        end as best_before,
        case
            when ms.better = 'higher' then list_max(sd.scores[:-3])
            else list_min(sd.scores[:-3])
        end as best_before_previous
    from scored as sd
    inner join measure as me on sd.measure = me.measure
    inner join measure_scale as ms on sd.measure = ms.measure and sd.scale = ms.scale
)

select
    tu.client_id,
    tu.measure,
    tu.scale,
    tu.title,
    tu.core,
    tu.better,
    tu.cutoff,
    tu.reliable_change,
    tu.scores,
    len(tu.scores) as n_scores,
    tu.baseline,
    tu.baseline_on,
    tu.baseline_on > tu.admitted_on + getvariable('baseline_days') as is_late,
    tu.previous,
    tu.latest,
    tu.latest_on,
    tu.latest_known_at,
    (tu.latest_on - tu.admitted_on) // 7 + 1 as latest_week,
    sb.band as baseline_band,
    tu.latest_on - tu.baseline_on as days_between,
    case when len(tu.scores) > 1 then round(tu.latest - tu.baseline, 6) end as score_change,
    tu.best_before,
    round(tu.sign * (tu.latest - tu.best_before), 6) as worsened,
    coalesce(round(tu.sign * (tu.latest - tu.best_before), 6) >= tu.reliable_change, false)
        as is_deteriorated,
    coalesce(
        round(tu.sign * (tu.previous - tu.best_before_previous), 6) >= tu.reliable_change, false
    ) as was_deteriorated,
    coalesce(round(tu.sign * (tu.baseline - tu.latest), 6) >= tu.reliable_change, false)
        as is_improved,
    coalesce(
        round(tu.sign * (tu.latest - tu.previous), 6)
        >= tu.reliable_change * getvariable('share_that_rises'),
        false
    ) as is_rising,
    coalesce(
        case when tu.better = 'higher' then tu.latest > tu.cutoff else tu.latest < tu.cutoff end,
        false
    ) as is_below_cutoff
from turned as tu
left join score_band as sb
    on
        tu.measure = sb.measure
        and tu.scale = sb.scale
        and tu.baseline >= sb.at_least
        and tu.baseline < sb.below
