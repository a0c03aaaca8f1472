/*
title = "Single survey items that rules read, for each open client"
grain = "one row an open client with a form in this admission"

[parameters.baseline_days]
type = "INTEGER"
default = 14
help = "A baseline score is given at most this many days before or after the start of the admission"

[parameters.phq9_days]
type = "INTEGER"
default = 28
help = "Days for which a PHQ-9 counts as evidence about self-harm"

[parameters.safety_window_days]
type = "INTEGER"
default = 28
help = "Days for which evidence about safety stands against a step down"

[parameters.item9_that_flags]
type = "INTEGER"
default = 1
help = "PHQ-9 item 9 (thoughts of self-harm) at or above this"

[[examples]]
name = "the latest form speaks, whether it has item 9 or not"
as_of = 2026-03-15
survey_items = ["2026-03-01 phq9 1,1,0,2,0,1,1,0,2", "2026-03-10 phq9 1,1,0,2,0,1,1,0,-"]
expect = { phq9_on = 2026-03-10, phq9_has_items = true, item9 = "null", item9_evidence_on = 2026-03-01 }
*/
-- PHQ-9 item 9: thoughts of self-harm. BAM items: 4 to 6 use, 8 craving, 9 confidence in staying off
-- substances, 11 risky situations, 15 trouble with family or friends, 16 contact with people who support
-- recovery. A form is dated by the day it was given, and holds what was known of it on the day.
with form as (
    select
        fs.client_id,
        fs.measure,
        fs.given_on,
        fs.scale,
        fs.score,
        true as has_items,
        bam_rank(fs.measure, fs.given_on) as rank
    from form_scores as fs
    where fs.given_on <= as_of()
    union all
    -- Scores that came without items.
    select
        ch.client_id,
        ch.measure,
        ch.latest_on as given_on,
        ch.scale,
        ch.latest as score,
        false as has_items,
        bam_rank(ch.measure, ch.latest_on) as rank
    from score_change as ch
    where ch.measure in ('phq9', 'bam', 'bam_iop')
    union all
    -- A PHQ-9 of the last weeks counts even where this admission began after it.
    select
        ss.client_id,
        ss.measure,
        ss.given_on,
        ss.scale,
        ss.score,
        false as has_items,
        null as rank
    from survey_scores as ss
    where
        ss.measure = 'phq9'
        and ss.score is not null
        and ss.given_on > as_of() - getvariable('phq9_days')
        and ss.given_on <= as_of()
),

-- A scale or an item counts only where it is of the highest-ranked BAM, which may lack one. Of two scores
-- of the same rank the higher counts.
latest as (
    select
        fo.client_id,
        max(fo.given_on) as last_form_on,
        max(fo.given_on) filter (where fo.measure = 'phq9') as phq9_on,
        max(fo.given_on) filter (where fo.measure = 'phq9' and fo.has_items) as phq9_items_on,
        max(fo.rank) as bam_rank,
        arg_max(fo.given_on, fo.rank) as bam_on,
        max(fo.rank) filter (where fo.has_items) as items_rank,
        max(fo.rank) filter (where fo.scale = 'protective' and fo.score is not null)
            as protective_rank,
        arg_max(fo.score, fo.rank * 1000 + fo.score) filter (where fo.scale = 'protective')
            as protective,
        max(fo.rank) filter (where fo.scale = 'risk' and fo.score is not null) as risk_rank,
        arg_max(fo.score, fo.rank * 1000 + fo.score) filter (where fo.scale = 'risk') as risk,
        max(fo.rank) filter (where fo.scale = 'use' and fo.score is not null) as use_rank,
        arg_max(fo.score, fo.rank * 1000 + fo.score) filter (where fo.scale = 'use') as use_score
    from form as fo
    inner join open_client as oc on fo.client_id = oc.client_id
    where
        fo.given_on >= oc.admitted_on - getvariable('baseline_days')
        or (fo.measure = 'phq9' and fo.given_on > as_of() - getvariable('phq9_days'))
    group by fo.client_id
),

item as (
    select
        si.client_id,
        si.measure,
        si.given_on,
        si.item,
        si.value,
        bam_rank(si.measure, si.given_on) as rank,
        greatest(si.given_on, si.known_from) as known_at
    from survey_items as si
    where
        si.value is not null
        and si.given_on <= as_of()
        and (
            (si.measure = 'phq9' and si.item = 9)
            or (
                si.measure in ('bam', 'bam_iop')
                and si.item in (4, 5, 6, 8, 9, 11, 15, 16)
                and bam_rank(si.measure, si.given_on) is not null
            )
        )
),

answered as (
    select
        it.client_id,
        max(it.value) filter (where it.measure = 'phq9' and it.given_on = la.phq9_on) as item9,
        max(it.value) filter (where it.rank = la.bam_rank and it.item in (4, 5, 6)) as use_reported,
        max(it.value) filter (where it.rank = la.bam_rank and it.item = 8) as bam_craving,
        max(it.value) filter (where it.rank = la.bam_rank and it.item = 9) as confidence,
        max(it.value) filter (where it.rank = la.bam_rank and it.item = 11) as bam_risky,
        max(it.value) filter (where it.rank = la.bam_rank and it.item = 15) as bam_trouble,
        max(it.value) filter (where it.rank = la.bam_rank and it.item = 16) as bam_support,
        list(struct_pack(known_at := it.known_at, value := it.value)) filter (
            where it.measure = 'phq9' and it.given_on > as_of() - getvariable('phq9_days')
        ) as item9_lately,
        max(it.given_on) filter (
            where
            it.measure = 'phq9'
            and it.value >= getvariable('item9_that_flags')
            and it.given_on > as_of() - getvariable('safety_window_days')
        ) as item9_evidence_on
    from item as it
    inner join latest as la on it.client_id = la.client_id
    group by it.client_id
)

select
    la.client_id,
    la.phq9_on,
    case when la.phq9_on is not null then coalesce(la.phq9_items_on = la.phq9_on, false) end
        as phq9_has_items,
    la.last_form_on,
    la.bam_on,
    case when la.bam_on is not null then coalesce(la.items_rank = la.bam_rank, false) end
        as bam_has_items,
    case when la.protective_rank = la.bam_rank then la.protective end as protective,
    case when la.risk_rank = la.bam_rank then la.risk end as risk,
    -- Where an answer about use is left out, the use reported in the others is the least it can be.
    coalesce(case when la.use_rank = la.bam_rank then la.use_score end, nullif(an.use_reported, 0))
        as bam_use,
    an.item9,
    an.bam_craving,
    an.confidence,
    an.bam_risky,
    an.bam_trouble,
    an.bam_support,
    -- The team's answer also covers earlier forms at least as high: from the moment at which the first of them
    -- was known.
    list_min([i.known_at for i in an.item9_lately if i.value >= an.item9]) as item9_covered_from, -- noqa: RF01
    an.item9_evidence_on
from latest as la
left join answered as an on la.client_id = an.client_id
