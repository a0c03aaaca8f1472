/*
title = "Whether the order of the board was tested on this clinic's history, in one sentence"
kind = "query"
grain = "one row"
source = "queries/evaluation"

[[examples]]
name = "never evaluated"
as_of = 2026-03-15
expect = { is_tested = false, words = "The order is not tested on this clinic; run caseboard evaluate --keep" }

[[examples]]
name = "tested for two outcomes"
as_of = 2026-03-15
evaluations = [
    "2026-03-14 no_attendance priority auc=0.852 auc_low=0.84 auc_high=0.862 'said=had no visit in the next four weeks'",
    "2026-03-14 non_response priority auc=0.8505 auc_low=0.839 auc_high=0.86 'said=went on using in the next four weeks'",
    "2026-03-14 non_response no_contact auc=0.6 auc_low=0.5 auc_high=0.7",
]
expect = { is_tested = true, words = "Order tested on the weeks to 14 Mar 2026: AUC .85 (.84 to .86) for who had no visit in the next four weeks; AUC .85 (.84 to .86) for who went on using in the next four weeks" }

[[examples]]
name = "too few people to tell"
as_of = 2026-03-15
evaluations = ["2026-03-14 no_attendance priority met=3 happened=1"]
expect = { is_tested = false, words = "The order could not be tested on this clinic: too few people up to 14 Mar 2026" }

[[examples]]
name = "a history that goes past the date of the board is not known yet"
as_of = 2026-03-13
evaluations = ["2026-03-14 no_attendance priority auc=0.85 auc_low=0.84 auc_high=0.86"]
expect = { is_tested = false, words = "The order is not tested on this clinic; run caseboard evaluate --keep" }
*/
with judged as (
    select
        count(*) as outcomes,
        max(ev.to_day) as to_day,
        max(ev.definition) as definition,
        string_agg(
            concat(
                'AUC ',
                ltrim(format('{:.2f}', ev.auc), '0'),
                -- No interval where every bootstrap sample gave the same figure.
                ' ('
                || ltrim(format('{:.2f}', ev.auc_low), '0')
                || ' to '
                || ltrim(format('{:.2f}', ev.auc_high), '0')
                || ')',
                ' for who ',
                ev.said
            ),
            '; '
            order by ev.outcome
        ) filter (
            where ev.auc is not null and ev.outcome in ('no_attendance', 'non_response')
        ) as figures
    from evaluations as ev
    where ev.signal = 'priority' and ev.to_day <= as_of()
)

select
    ju.figures is not null as is_tested,
    ju.to_day,
    ju.definition,
    case
        when ju.figures is not null
            then concat(
                'Order tested on the weeks to ',
                strftime(ju.to_day, '%-d %b %Y'),
                ': ',
                ju.figures
            )
        when ju.outcomes > 0
            then concat(
                'The order could not be tested on this clinic: too few people up to ',
                strftime(ju.to_day, '%-d %b %Y')
            )
        else 'The order is not tested on this clinic; run caseboard evaluate --keep'
    end as words
from judged as ju
order by ju.to_day
