/*
title = "Craving has risen"
kind = "more_intensity"
severity = 2
say = "{what}"
suggests = ["increase_sessions"]
source = "Craving predicts use: odds 2.05 a unit, 1.31 after correction (Vafaie & Kober 2022); amounts and days are assumed. PACS 15 or more: Hartwell 2019."
reviewed = 2026-11-23
assumed = ["craving_rise_that_flags", "craving_that_is_high", "craving_days", "craving_days_before", "craving_logs_needed", "craving_logs_needed_before", "pacs_rise_that_flags", "pacs_days"]
battery = ["craving", "pacs"]

[parameters.craving_rise_that_flags]
type = "DOUBLE"
default = 2
help = "Rise of mean craving over the days before, in points, that meets the rule"

[parameters.craving_that_is_high]
type = "DOUBLE"
default = 5
help = "High craving: mean of the recent days at or above this (0 to 10)"

[parameters.craving_days]
type = "INTEGER"
default = 7
help = "Recent period for craving, in days"

[parameters.craving_days_before]
type = "INTEGER"
default = 21
help = "Comparison period for craving: this many days before the recent ones"

[parameters.craving_logs_needed]
type = "INTEGER"
default = 4
help = "Craving logs needed in the recent days; with fewer, the rule is missing"

[parameters.craving_logs_needed_before]
type = "INTEGER"
default = 8
help = "Craving logs needed in the comparison days before the recent ones; with fewer, the rule is missing"

[parameters.pacs_rise_that_flags]
type = "DOUBLE"
default = 6
help = "Rise of the PACS over the baseline, in points, that meets the rule"

[parameters.pacs_that_is_high]
type = "DOUBLE"
default = 15
help = "High craving: PACS at or above this"

[parameters.pacs_days]
type = "INTEGER"
default = 21
help = "Days for which a PACS score counts"

[[examples]]
name = "from 3 to 5"
as_of = 2026-03-15
battery = ["craving"]
daily_logs = ["2026-02-16..2026-03-08 craving=3", "2026-03-09..2026-03-15 craving=5"]
expect = { state = "met", value = 2, threshold = 2, since = 2026-03-09, evidence = "Craving 5.0 in the last 7 days, 3.0 in the 21 before (logged)" }

[[examples]]
name = "a rise that stays low"
as_of = 2026-03-15
battery = ["craving"]
daily_logs = ["2026-02-16..2026-03-08 craving=1", "2026-03-09..2026-03-15 craving=4"]
expect = { state = "not_met", value = 3 }
*/
-- Clients are compared with their own earlier level, not with the caseload. Where a program uses both daily logs
-- and the PACS, either can show the rise; one negative and one missing count as not met. Means are rounded,
-- since thirds and sevenths are not exact.
with arms as (
    select
        f.client_id,
        f.craving_since,
        f.craving_mean,
        f.craving_mean_before,
        f.craving_logs,
        f.craving_logs_before,
        round(f.craving_mean - f.craving_mean_before, 6) as log_rise,
        case
            when not f.has_craving then null
            when
                f.craving_logs < getvariable('craving_logs_needed')
                or f.craving_logs_before < getvariable('craving_logs_needed_before')
                then 'missing'
            when
                log_rise >= getvariable('craving_rise_that_flags')
                and round(f.craving_mean, 6) >= getvariable('craving_that_is_high')
                then 'met'
            else 'not_met'
        end as log_state,
        f.pacs,
        f.pacs_on,
        f.pacs_change,
        case
            when not f.has_pacs then null
            when f.pacs_change is null then 'missing'
            when f.pacs_on <= as_of() - getvariable('pacs_days') then 'missing'
            when
                f.pacs_change >= getvariable('pacs_rise_that_flags')
                and f.pacs >= getvariable('pacs_that_is_high')
                then 'met'
            else 'not_met'
        end as pacs_state
    from client_fact as f
),

told as (
    select
        ar.client_id,
        case
            when ar.log_state = 'met' or ar.pacs_state = 'met' then 'met'
            when ar.log_state = 'not_met' or ar.pacs_state = 'not_met' then 'not_met'
            else 'missing'
        end as state,
        -- The PACS is named where the log does not show the rise and the PACS does.
        case ar.log_state
            when 'met' then false
            when 'not_met' then coalesce(ar.pacs_state = 'met', false)
            when 'missing' then ar.pacs_state <> 'missing'
            else true
        end as is_pacs,
        ar.craving_since,
        ar.craving_mean,
        ar.craving_mean_before,
        ar.craving_logs,
        ar.craving_logs_before,
        ar.log_state,
        ar.log_rise,
        ar.pacs,
        ar.pacs_on,
        ar.pacs_change
    from arms as ar
)

select
    te.client_id,
    te.state,
    case when te.is_pacs then te.pacs_change else te.log_rise end as value,
    case
        when te.is_pacs then getvariable('pacs_rise_that_flags')
        else getvariable('craving_rise_that_flags')
    end as threshold,
    case when te.is_pacs then 'rise of the PACS' else 'rise of craving, 0 to 10' end as unit,
    case when te.is_pacs then te.pacs_on else te.craving_since end as since,
    case
        when te.is_pacs
            then
                format(
                    'PACS {:.0f}, {:.0f} above the first of this admission',
                    te.pacs,
                    te.pacs_change
                )
        else
            format(
                'Craving {:.1f} in the last {} days, {:.1f} in the {} before (logged)',
                te.craving_mean,
                getvariable('craving_days'),
                te.craving_mean_before,
                getvariable('craving_days_before')
            )
    end as what,
    -- A rise seen on too few days must not read as no rise: say what is missing.
    case
        when te.state = 'missing' and te.log_state is null
            then format('fewer than two PACS, or none in {} days', getvariable('pacs_days'))
        when te.state = 'missing'
            then
                format(
                    concat(
                        'craving logged on {} of the last {} days and {} of the {} before: ',
                        '{} and {} are needed'
                    ),
                    te.craving_logs,
                    getvariable('craving_days'),
                    te.craving_logs_before,
                    getvariable('craving_days_before'),
                    getvariable('craving_logs_needed'),
                    getvariable('craving_logs_needed_before')
                )
        when te.is_pacs and te.pacs_change >= getvariable('pacs_rise_that_flags')
            then
                format(
                    'PACS {:.0f}, below {:g}',
                    rounded_below(te.pacs, getvariable('pacs_that_is_high')),
                    getvariable('pacs_that_is_high')
                )
        when not te.is_pacs and te.log_rise >= getvariable('craving_rise_that_flags')
            then format('risen, and below {:g} on average', getvariable('craving_that_is_high'))
    end as because
from told as te
order by te.client_id
