/*
title = "What single items of surveys say about each open client"
grain = "one row an open client with a PHQ-9 or a BAM in this admission"

[parameters.baseline_days]
type = "INTEGER"
default = 14
help = "A baseline is given at most this many days before or after the start of the admission"

[parameters.phq9_days]
type = "INTEGER"
default = 28
help = "Days in which a PHQ-9 speaks about safety"

[parameters.safety_window_days]
type = "INTEGER"
default = 28
help = "Days in which evidence about safety counts"

[parameters.item9_that_flags]
type = "INTEGER"
default = 1
help = "PHQ-9 item 9 at or above this"

[parameters.bam_iop_days]
type = "INTEGER"
default = 10
help = "Days for which a BAM-IOP (past 7 days) speaks"

[parameters.bam_days]
type = "INTEGER"
default = 35
help = "Days for which a BAM (past 30 days) speaks"

[[examples]]
name = "the latest form speaks, whether it has item 9 or not"
as_of = 2026-03-15
survey_items = ["2026-03-01 phq9 1,1,0,2,0,1,1,0,2", "2026-03-10 phq9 1,1,0,2,0,1,1,0,-"]
expect = { phq9_on = 2026-03-10, phq9_has_items = true, item9 = "null", item9_evidence_on = 2026-03-01 }
*/
-- Item 9 of the PHQ-9 asks about thoughts of self-harm. Of the BAM: 8 craving, 9 confidence in staying
-- off substances, 11 risky situations, 15 trouble with family or friends, 16 contact with people who
-- support recovery. A form counts on the day it was given, with what was known of it on the day.
with form as (
    select
        sc.client_id,
        sc.measure,
        sc.given_on,
        bool_or(sc.has_items) as has_items,
        max(sc.protective) as protective,
        max(sc.risk) as risk,
        max(sc.use_score) as use_score
    from (
        select
            fs.client_id,
            fs.measure,
            fs.given_on,
            fs.items_answered > 0 as has_items,
            case when fs.scale = 'protective' then fs.score end as protective,
            case when fs.scale = 'risk' then fs.score end as risk,
            case when fs.scale = 'use' then fs.score end as use_score
        from form_scores as fs
        where fs.measure in ('phq9', 'bam', 'bam_iop')
        union all
        -- Scores that came without items.
        select
            ch.client_id,
            ch.measure,
            ch.latest_on as given_on,
            false as has_items,
            case when ch.scale = 'protective' then ch.latest end as protective,
            case when ch.scale = 'risk' then ch.latest end as risk,
            case when ch.scale = 'use' then ch.latest end as use_score
        from score_change as ch
        where ch.measure in ('phq9', 'bam', 'bam_iop')
    ) as sc
    where sc.given_on <= as_of()
    group by sc.client_id, sc.measure, sc.given_on
),

latest as (
    select
        fo.client_id,
        max(fo.given_on) filter (where fo.measure = 'phq9') as phq9_on,
        arg_max(fo.has_items, fo.given_on) filter (where fo.measure = 'phq9') as phq9_has_items,
        max(fo.given_on) as last_form_on,
        -- Of two BAMs that still speak the later one is read; of one day, the one about a week.
        arg_max(
            struct_pack(
                measure := fo.measure,
                given_on := fo.given_on,
                has_items := fo.has_items,
                protective := fo.protective,
                risk := fo.risk,
                use_score := fo.use_score
            ),
            (fo.given_on - date '2000-01-01') * 2 + cast(fo.measure = 'bam_iop' as integer)
        ) filter (
            where
            fo.given_on > as_of() - case
                when fo.measure = 'bam_iop' then getvariable('bam_iop_days')
                when fo.measure = 'bam' then getvariable('bam_days')
            end
        ) as bam
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
        greatest(si.given_on, cast(si.known_from as date)) as known_on
    from survey_items as si
    where
        (
            (si.measure = 'phq9' and si.item = 9)
            or (si.measure in ('bam', 'bam_iop') and si.item in (8, 9, 11, 15, 16))
        )
        and si.value is not null
        and si.given_on <= as_of()
),

present as (
    select
        la.client_id,
        max(it.value) filter (where it.measure = 'phq9' and it.given_on = la.phq9_on) as item9,
        max(it.value) filter (where it.measure = la.bam.measure and it.item = 8) as bam_craving,
        max(it.value) filter (where it.measure = la.bam.measure and it.item = 9) as confidence,
        max(it.value) filter (where it.measure = la.bam.measure and it.item = 11) as bam_risky,
        max(it.value) filter (where it.measure = la.bam.measure and it.item = 15) as bam_trouble,
        max(it.value) filter (where it.measure = la.bam.measure and it.item = 16) as bam_support
    from latest as la
    inner join item as it
        on
            la.client_id = it.client_id
            and (
                (la.phq9_on = it.given_on and it.measure = 'phq9')
                or (la.bam.given_on = it.given_on and la.bam.measure = it.measure)
            )
    group by la.client_id
),

-- An answer to this flag covers earlier forms that said as much: the earliest of them, from the day
-- on which it was known.
earlier as (
    select
        it.client_id,
        min(it.known_on) filter (
            where
            it.value >= pr.item9 and it.given_on > as_of() - getvariable('phq9_days')
        ) as item9_covered_from,
        max(it.given_on) filter (
            where
            it.value >= getvariable('item9_that_flags')
            and it.given_on > as_of() - getvariable('safety_window_days')
        ) as item9_evidence_on
    from item as it
    left join present as pr on it.client_id = pr.client_id
    where it.measure = 'phq9'
    group by it.client_id
)

select
    la.client_id,
    la.phq9_on,
    la.phq9_has_items,
    la.last_form_on,
    la.bam.given_on as bam_on,
    la.bam.has_items as bam_has_items,
    la.bam.protective,
    la.bam.risk,
    la.bam.use_score as bam_use,
    pr.item9,
    pr.bam_craving,
    pr.confidence,
    pr.bam_risky,
    pr.bam_trouble,
    pr.bam_support,
    ea.item9_covered_from,
    ea.item9_evidence_on
from latest as la
left join present as pr on la.client_id = pr.client_id
left join earlier as ea on la.client_id = ea.client_id
