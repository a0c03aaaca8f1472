/*
title = "Craving low, skills in place"
kind = "step_down"
say = "{what}"
source = "BAM cut-offs as used by a vendor (Blueprint); craving of 3, confidence of 3 and the days are assumed."
reviewed = 2026-11-23
assumed = ["craving_that_is_low", "craving_days_settled", "craving_days", "craving_logs_settled_needed", "craving_rising", "confidence_that_holds"]
battery = ["craving", "bam", "bam_iop"]

[parameters.craving_that_is_low]
type = "DOUBLE"
default = 3
help = "Low craving: mean at or below this (0 to 10)"

[parameters.craving_days_settled]
type = "INTEGER"
default = 14
help = "Window in which craving must be low before a step down, in days"

[parameters.craving_days]
type = "INTEGER"
default = 7
help = "Recent period for craving, in days"

[parameters.craving_logs_settled_needed]
type = "INTEGER"
default = 6
help = "Craving logs needed in the window before a step down; with fewer, the criterion is missing"

[parameters.craving_rising]
type = "DOUBLE"
default = 1
help = "Rising: mean craving of the recent days (craving_days) this much above that of as many days before"

[parameters.protection_that_holds]
type = "DOUBLE"
default = 12
help = "BAM protective score at or above this"

[parameters.confidence_that_holds]
type = "DOUBLE"
default = 3
help = "BAM item 9, confidence in staying off substances, at or above this"

[[examples]]
name = "craving low, protected and confident"
as_of = 2026-03-15
battery = ["craving", "bam_iop"]
daily_logs = ["2026-03-02..2026-03-15 craving=3"]
survey_items = ["2026-03-10 bam_iop 1,1,1,1,0,0,0,1,3,3,1,3,3,2,1,2,0"]
expect = { state = "met", value = 3, threshold = 3 }

[[examples]]
name = "craving low and no BAM: missing"
as_of = 2026-03-15
battery = ["craving", "bam_iop"]
daily_logs = ["2026-03-02..2026-03-15 craving=2"]
expect = { state = "missing" }
*/
-- That low craving and confidence make a step down safer is our own reading. A part that the program does not use is left out. The
-- board shows the craving of other days, so the sentence names its own. Low logs of the week before alone do
-- not say that craving has not risen since.
with parts as (
    select
        f.client_id,
        f.has_craving,
        f.has_bam,
        round(f.craving_mean_14d, 6) as craving_mean_14d,
        f.craving_mean,
        f.craving_mean_week_before,
        f.craving_logs_14d,
        f.protective,
        f.confidence,
        f.bam_on,
        case
            when not f.has_craving then 'not_used'
            when f.craving_logs_14d < getvariable('craving_logs_settled_needed') then 'missing'
            when round(f.craving_mean_14d, 6) > getvariable('craving_that_is_low') then 'not_met'
            when f.craving_mean is null then 'missing'
            when
                round(f.craving_mean - f.craving_mean_week_before, 6)
                >= getvariable('craving_rising')
                then 'not_met'
            else 'met'
        end as craving_state,
        case
            when not f.has_bam then 'not_used'
            when f.protective < getvariable('protection_that_holds') then 'not_met'
            when f.confidence < getvariable('confidence_that_holds') then 'not_met'
            when f.protective is null or f.confidence is null then 'missing'
            else 'met'
        end as bam_state
    from client_fact as f
)

select
    pt.client_id,
    case
        when 'not_met' in (pt.craving_state, pt.bam_state) then 'not_met'
        when 'missing' in (pt.craving_state, pt.bam_state) then 'missing'
        else 'met'
    end as state,
    case when pt.has_craving then pt.craving_mean_14d else pt.protective end as value,
    case
        when pt.has_craving then getvariable('craving_that_is_low')
        else getvariable('protection_that_holds')
    end as threshold,
    case when pt.has_craving then 'mean craving, 0 to 10' else 'BAM protection, 0 to 24' end
        as unit,
    -- The day of the BAM where it alone is used or in the way, else the first day of the craving that is told.
    case
        when
            not pt.has_craving
            or (pt.bam_state = 'not_met' and pt.craving_state <> 'not_met')
            then pt.bam_on
        else as_of() + 1 - getvariable('craving_days_settled')
    end as since,
    concat_ws(
        ', ',
        case
            when pt.has_craving
                then
                    format(
                        'craving {:.1f} in {} days',
                        pt.craving_mean_14d,
                        getvariable('craving_days_settled')
                    )
        end,
        case
            when pt.has_bam
                then
                    format(
                        'protection {:.0f} of 24, confidence {:.0f} of 4',
                        pt.protective,
                        pt.confidence
                    )
        end
    ) as what,
    case
        when 'not_met' in (pt.craving_state, pt.bam_state)
            then
                concat_ws(
                    ', ',
                    case
                        when pt.craving_state <> 'not_met' then null
                        when pt.craving_mean_14d > getvariable('craving_that_is_low')
                            then
                                format(
                                    'craving {} in {} days',
                                    tenths_above(
                                        pt.craving_mean_14d, getvariable('craving_that_is_low')
                                    ),
                                    getvariable('craving_days_settled')
                                )
                        else
                            format(
                                'craving rising, {:.1f} in {} days and {:.1f} in the {} before',
                                pt.craving_mean,
                                getvariable('craving_days'),
                                pt.craving_mean_week_before,
                                getvariable('craving_days')
                            )
                    end,
                    case
                        when pt.protective < getvariable('protection_that_holds')
                            then
                                format(
                                    'protection {:.0f} of 24',
                                    rounded_below(
                                        pt.protective, getvariable('protection_that_holds')
                                    )
                                )
                    end,
                    case
                        when pt.confidence < getvariable('confidence_that_holds')
                            then format('confidence {:.0f} of 4', pt.confidence)
                    end
                )
        else
            concat_ws(
                ', ',
                case
                    when pt.craving_state <> 'missing' then null
                    when pt.craving_logs_14d < getvariable('craving_logs_settled_needed')
                        then 'too few logs of craving'
                    else format('no log of craving in {} days', getvariable('craving_days'))
                end,
                case
                    when pt.bam_state <> 'missing' then null
                    when pt.bam_on is null then 'no recent BAM'
                    else 'BAM without an answer that is needed'
                end
            )
    end as because
from parts as pt
order by pt.client_id
