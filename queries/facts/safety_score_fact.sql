/*
title = "Scores about safety, and use reported on forms, of this admission or before"
grain = "one row a client with a BAM that reports use, a C-SSRS, or a recent PHQ-9 or GAD-7"

[parameters.cssrs_days]
type = "INTEGER"
default = 30
help = "Days for which a C-SSRS counts"

[parameters.cssrs_that_flags]
type = "INTEGER"
default = 2
help = "C-SSRS triage at or above this: 1 low, 2 moderate, 3 high"

[parameters.safety_window_days]
type = "INTEGER"
default = 28
help = "Days for which evidence about safety stands against a step down"

[parameters.severe_days]
type = "INTEGER"
default = 21
help = "Days for which a PHQ-9 or GAD-7 counts as evidence of severe and worse symptoms"

[[examples]]
name = "the latest C-SSRS, given before this admission"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-03-12 }
survey_scores = ["2026-02-14 cssrs total 3", "2026-02-22 cssrs total 2"]
expect = { cssrs = 2, cssrs_on = 2026-02-22, cssrs_covered_from = 2026-02-14, cssrs_evidence_on = 2026-02-22 }
*/
-- Risk does not begin with an admission, so these windows reach back before it. The team's answer to a score
-- also covers earlier scores at least as high: from the time at which the first of them was known. Of two
-- scores on one day (merged ids; a triage and its items) the higher counts.
with said as (
    select
        sc.client_id,
        sc.measure,
        sc.given_on,
        sc.score,
        sc.known_at
    from score as sc
    semi join open_client as oc on sc.client_id = oc.client_id
    where
        sc.measure = 'cssrs'
        or (
            sc.measure in ('phq9', 'gad7')
            and sc.scale = 'total'
            and sc.given_on > as_of() - getvariable('severe_days')
        )
    union all
    select
        tf.client_id,
        tf.measure,
        tf.given_on,
        null as score,
        null as known_at
    from use_reported_on_form as tf
    union all
    select
        ca.client_id,
        'cssrs' as measure,
        ca.given_on,
        ca.triage as score,
        ca.known_at
    from cssrs_answer as ca
    union all
    -- A C-SSRS without a triage is a contact all the same, whatever the answers.
    select
        si.client_id,
        'cssrs_asked' as measure,
        si.given_on,
        null as score,
        null as known_at
    from survey_items as si
    where si.measure = 'cssrs' and si.value is not null and si.given_on <= as_of()
),

summed as (
    select
        sa.client_id,
        max(sa.given_on) filter (where sa.measure = 'bam_iop') as bam_iop_use_on,
        -- Both of these ask about 30 days.
        max(sa.given_on) filter (where sa.measure in ('bam', 'bam_r')) as bam_use_on,
        max(sa.given_on) filter (where sa.measure = 'cssrs_asked') as cssrs_asked_on,
        max(struct_pack(given_on := sa.given_on, score := sa.score)) filter (
            where sa.measure = 'cssrs'
        ) as cssrs,
        max(struct_pack(given_on := sa.given_on, score := sa.score)) filter (
            where sa.measure = 'phq9'
        ) as phq9,
        max(struct_pack(given_on := sa.given_on, score := sa.score)) filter (
            where sa.measure = 'gad7'
        ) as gad7,
        max(sa.given_on) filter (
            where
            sa.measure = 'cssrs'
            and sa.score >= getvariable('cssrs_that_flags')
            and sa.given_on > as_of() - getvariable('safety_window_days')
        ) as cssrs_evidence_on,
        list(struct_pack(score := sa.score, known_at := sa.known_at)) filter (
            where sa.measure = 'cssrs' and sa.given_on > as_of() - getvariable('cssrs_days')
        ) as cssrs_lately,
        list(struct_pack(score := sa.score, known_at := sa.known_at)) filter (
            where sa.measure = 'phq9'
        ) as phq9_lately,
        list(struct_pack(score := sa.score, known_at := sa.known_at)) filter (
            where sa.measure = 'gad7'
        ) as gad7_lately
    from said as sa
    group by sa.client_id
)

select
    sm.client_id,
    sm.bam_iop_use_on,
    sm.bam_use_on,
    sm.cssrs_asked_on,
    sm.cssrs.given_on as cssrs_on,
    sm.cssrs.score as cssrs,
    sm.cssrs_evidence_on,
    list_min([s.known_at for s in sm.cssrs_lately if s.score >= sm.cssrs.score]) -- noqa: RF01
        as cssrs_covered_from,
    list_min([s.known_at for s in sm.phq9_lately if s.score >= sm.phq9.score]) -- noqa: RF01
        as phq9_covered_from,
    list_min([s.known_at for s in sm.gad7_lately if s.score >= sm.gad7.score]) -- noqa: RF01
        as gad7_covered_from
from summed as sm
