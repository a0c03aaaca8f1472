/*
title = "PHQ-9 and GAD-7 read together"
grain = "one row an open client with a score of either"
source = "NHS Talking Therapies: caseness on either, recovery below both, reliable change without the other worsening."
reviewed = 2026-11-24
assumed = "The pair logic is from memory; its numbers were seen (clinical.md, section 3)."

[columns]
is_assessable = "false: one of the two is missing, or was scored once; nothing is said of change then"
is_case_at_start = "a case on at least one of the two"
is_recovery = "a case on at least one at the start, and on neither now"
is_reliable_improvement = "reliably better on one at least, and reliably worse on neither"
is_reliable_recovery = "both of these"
is_reliable_deterioration = "reliably worse on one at least, and reliably better on neither"

[[examples]]
name = "both better, and below both cut-offs"
as_of = 2026-03-15
survey_scores = ["2026-01-15 phq9 total 15", "2026-01-15 gad7 total 12", "2026-03-10 phq9 total 9", "2026-03-10 gad7 total 7"]
expect = { is_assessable = true, is_case_at_start = true, is_recovery = true, is_reliable_improvement = true, is_reliable_recovery = true, is_reliable_deterioration = false }

[[examples]]
name = "no GAD-7: no change is claimed"
as_of = 2026-03-15
survey_scores = ["2026-01-15 phq9 total 15", "2026-03-10 phq9 total 9"]
expect = { is_assessable = false, is_case_at_start = "null", is_recovery = "null", is_reliable_improvement = "null", is_reliable_recovery = "null", is_reliable_deterioration = "null" }
*/
-- Depression and anxiety go together: who gets better on one and worse on the other has not improved.
with side as (
    select
        ch.client_id,
        ch.measure,
        ch.n_scores > 1 and ch.cutoff is not null and ch.reliable_change is not null as is_known,
        ch.baseline >= ch.cutoff as is_case_at_start,
        ch.latest >= ch.cutoff as is_case_now,
        ch.is_improved as is_better,
        ch.score_change >= ch.reliable_change as is_worse
    from score_change as ch
    where ch.measure in ('phq9', 'gad7') and ch.scale = 'total'
),

pair as (
    select
        si.client_id,
        count(*) filter (where si.is_known) = 2 as is_assessable,
        bool_or(si.is_case_at_start) as is_case_at_start,
        bool_or(si.is_case_now) as is_case_now,
        bool_or(si.is_better) as is_better,
        bool_or(si.is_worse) as is_worse
    from side as si
    group by si.client_id
)

select
    pa.client_id,
    pa.is_assessable,
    case when pa.is_assessable then pa.is_case_at_start end as is_case_at_start,
    case when pa.is_assessable then pa.is_case_at_start and not pa.is_case_now end as is_recovery,
    case when pa.is_assessable then pa.is_better and not pa.is_worse end as is_reliable_improvement,
    case
        when pa.is_assessable
            then pa.is_case_at_start and not pa.is_case_now and pa.is_better and not pa.is_worse
    end as is_reliable_recovery,
    case when pa.is_assessable then pa.is_worse and not pa.is_better end
        as is_reliable_deterioration
from pair as pa
