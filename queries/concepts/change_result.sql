/*
title = "Change of each score since baseline: recovered, improved, unchanged or deteriorated"
grain = "one row an open client, measure and scale"
source = "Jacobson & Truax 1991; each measure's reliable change and cut-off: its file in queries/measures."
reviewed = 2026-11-24

[columns]
change_result = "recovered, improved, unchanged, deteriorated, not_a_case_at_start or not_assessable"

[[examples]]
name = "better by the reliable change of 6, and under the cut-off of 10"
as_of = 2026-03-15
survey_scores = ["2026-01-15 phq9 total 15", "2026-03-10 phq9 total 9"]
expect = { change_result = "recovered" }

[[examples]]
name = "better by 5"
as_of = 2026-03-15
survey_scores = ["2026-01-15 phq9 total 14", "2026-03-10 phq9 total 9"]
expect = { change_result = "unchanged" }
*/
-- From baseline to the latest score of the admission, by the published reliable change, else the one computed
-- from SD and reliability (score_change); without either, or with one score only, not assessable. A client
-- who was not a case at the start cannot recover, but can deteriorate.
with judged as (
    select
        ch.client_id,
        ch.measure,
        ch.scale,
        ch.n_scores,
        ch.reliable_change,
        ch.is_below_cutoff,
        case when ch.better = 'higher' then ch.score_change else -ch.score_change end
            as improved_by,
        case when ch.better = 'higher' then ch.baseline > ch.cutoff else ch.baseline < ch.cutoff end
            as is_no_case_at_start
    from score_change as ch
)

select
    ju.client_id,
    ju.measure,
    ju.scale,
    case
        when ju.n_scores < 2 or ju.reliable_change is null then 'not_assessable'
        when ju.improved_by <= -ju.reliable_change then 'deteriorated'
        when ju.is_no_case_at_start then 'not_a_case_at_start'
        when ju.improved_by >= ju.reliable_change and ju.is_below_cutoff then 'recovered'
        when ju.improved_by >= ju.reliable_change then 'improved'
        else 'unchanged'
    end as change_result
from judged as ju
