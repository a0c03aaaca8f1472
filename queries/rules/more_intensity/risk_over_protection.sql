/*
title = "Use, risk or craving on the latest BAM"
kind = "more_intensity"
severity = 1
say = "{what} ({since})"
suggests = ["add_individual_sessions"]
source = "Working cut-offs of a vendor (Blueprint); weekly forms of this kind predicted use in the following week (Chih 2014). Schumm 2022 could not confirm the scales, so single items count too."
reviewed = 2026-11-24
assumed = ["bam_item_that_flags", "bam_iop_days", "bam_days"]
battery = ["bam_iop", "bam"]

[parameters.bam_use_that_flags]
type = "INTEGER"
default = 1
help = "BAM use score at or above this"

[parameters.bam_risk_that_flags]
type = "DOUBLE"
default = 12
help = "BAM risk score at or above this, where protection is low"

[parameters.bam_protection_that_is_low]
type = "DOUBLE"
default = 12
help = "Low protection: BAM protective score at or below this"

[parameters.bam_item_that_flags]
type = "INTEGER"
default = 3
help = "BAM item 8 (craving) or 11 (risky situations) at or above this"

[parameters.bam_iop_days]
type = "INTEGER"
default = 10
help = "Days for which a BAM-IOP (asks about the past 7 days) counts"

[parameters.bam_days]
type = "INTEGER"
default = 35
help = "Days for which a BAM (asks about the past 30 days) counts"

[[examples]]
name = "risk of 12 over a protection of 12"
as_of = 2026-03-15
survey_items = ["2026-03-10 bam_iop 2,2,2,0,0,0,0,2,2,2,2,2,2,2,2,2,0"]
expect = { state = "met", value = 12, threshold = 12, since = 2026-03-10, severity = 2, evidence = "BAM: risk 12 of 24 over protection 12 of 24 (10 Mar)" }

[[examples]]
name = "no BAM in the window"
as_of = 2026-03-15
survey_items = ["2026-03-05 bam_iop 2,2,2,0,0,0,0,2,2,2,2,2,2,2,2,2,0"]
expect = { state = "missing" }
*/
-- Missing where the form lacks an answer that could matter and nothing else on it meets the rule. Scores sent
-- without items are judged as they are.
with parts as (
    select
        f.client_id,
        f.bam_on,
        f.bam_has_items,
        f.bam_use,
        f.risk,
        f.protective,
        greatest(f.bam_craving, f.bam_risky) as highest_item,
        f.bam_craving is null or f.bam_risky is null as lacks_item,
        f.bam_use >= getvariable('bam_use_that_flags') as has_use,
        f.risk >= getvariable('bam_risk_that_flags')
        and f.protective <= getvariable('bam_protection_that_is_low') as has_risk,
        greatest(f.bam_craving, f.bam_risky) >= getvariable('bam_item_that_flags') as has_item,
        case when f.bam_craving >= getvariable('bam_item_that_flags') then f.bam_craving end
            as high_craving,
        case when f.bam_risky >= getvariable('bam_item_that_flags') then f.bam_risky end
            as high_risky
    from client_fact as f
)

select
    pt.client_id,
    case
        when pt.bam_on is null then 'missing'
        when pt.has_use or pt.has_risk or pt.has_item then 'met'
        when
            pt.has_use is null
            or pt.has_risk is null
            or (pt.bam_has_items and pt.lacks_item)
            then 'missing'
        else 'not_met'
    end as state,
    case
        when pt.has_risk then pt.risk
        when pt.has_use then pt.bam_use
        when pt.has_item then pt.highest_item
        else pt.risk
    end as value,
    case
        when pt.has_risk then getvariable('bam_risk_that_flags')
        when pt.has_use then getvariable('bam_use_that_flags')
        when pt.has_item then getvariable('bam_item_that_flags')
        else getvariable('bam_risk_that_flags')
    end as threshold,
    case
        when pt.has_risk then 'BAM risk, 0 to 24'
        when pt.has_use then 'BAM use, 0 to 12'
        when pt.has_item then 'BAM item, 0 to 4'
        else 'BAM risk, 0 to 24'
    end as unit,
    pt.bam_on as since,
    case when pt.has_risk then 2 else 1 end as severity,
    concat(
        'BAM: ',
        concat_ws(
            ', ',
            case
                when pt.has_risk
                    then
                        format(
                            'risk {:.0f} of 24 over protection {:.0f} of 24',
                            pt.risk,
                            pt.protective
                        )
            end,
            case when pt.has_use then format('use {:.0f}', pt.bam_use) end,
            format('craving {:.0f} of 4', pt.high_craving),
            format('risky situations {:.0f} of 4', pt.high_risky)
        )
    ) as what,
    case
        when pt.bam_on is null
            then format(
                'no BAM-IOP in the last {} days, no BAM in the last {}',
                getvariable('bam_iop_days'),
                getvariable('bam_days')
            )
        when state = 'missing' then 'answers are missing in the BAM of ' || short_day(pt.bam_on)
        when pt.risk >= getvariable('bam_risk_that_flags')
            then
                format(
                    'protection {:g} of 24, above {:g}',
                    pt.protective,
                    getvariable('bam_protection_that_is_low')
                )
    end as because
from parts as pt
order by pt.client_id
