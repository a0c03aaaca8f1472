/*
title = "Sustained abstinence"
kind = "step_down"
say = "No known use in {days} days: {what}"
source = "TIP 47 (about 30 days); 21 days and more: fewer problems later. ASAM 2017 on testing."
reviewed = 2026-11-23
assumed = ["abstinence_screens_needed", "abstinence_logs_needed"]
battery = ["drug_screen", "daily_log"]

[parameters.abstinence_screens_needed]
type = "INTEGER"
default = 3
help = "Due specimens needed in the window; with fewer, the criterion is missing"

[parameters.abstinence_logs_needed]
type = "INTEGER"
default = 20
help = "Where a program does not screen: logs needed in the window; with fewer, the criterion is missing"

[parameters.screen_window_days]
type = "INTEGER"
default = 28
help = "Window for drug screens, in days"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[[examples]]
name = "four negatives"
as_of = 2026-03-15
drug_screens = ["2026-02-18 negative", "2026-02-25 negative", "2026-03-04 negative", "2026-03-11 negative"]
expect = { state = "met", value = 4, threshold = 3 }

[[examples]]
name = "a screen not collected: missing"
as_of = 2026-03-15
drug_screens = ["2026-02-18 negative", "2026-02-25 negative", "2026-03-04 not_collected", "2026-03-11 negative"]
expect = { state = "missing" }
*/
-- A positive screen or reported use means not met. Without these, a specimen pending, unreadable or not collected
-- makes the criterion missing: no data is not abstinence. Due screens are counted for the client's own
-- substance, but use of any other counts as use.
with told as (
    select
        f.client_id,
        f.has_drug_screen,
        f.due_28d,
        f.negative_28d,
        f.logs_28d,
        f.positive_28d > 0
        or coalesce(f.any_positive_on > as_of() - getvariable('use_window_days'), false)
        or f.use_days_28d > 0
        or f.use_event_on is not null
        or coalesce(
            f.bam_iop_use_on > as_of() - getvariable('use_window_days'), false
        ) as has_use,
        coalesce(f.bam_use_on > as_of() - getvariable('use_window_days'), false) as has_bam_use,
        f.bam_use_on,
        f.not_collected_28d,
        f.unread_28d,
        f.not_collected_28d + f.unread_28d > 0 as has_gap,
        f.any_positive_substance,
        f.any_positive_on,
        greatest(f.last_positive_on, f.last_use_on, f.use_event_on) as own_use_on,
        greatest(own_use_on, f.any_positive_on, f.bam_iop_use_on) as last_use_on
    from client_fact as f
)

select
    te.client_id,
    case
        when te.has_use then 'not_met'
        when te.has_bam_use then 'missing'
        when te.has_drug_screen and te.has_gap then 'missing'
        when te.has_drug_screen and te.due_28d < getvariable('abstinence_screens_needed')
            then 'missing'
        when not te.has_drug_screen and te.logs_28d < getvariable('abstinence_logs_needed')
            then 'missing'
        else 'met'
    end as state,
    case when te.has_drug_screen then te.negative_28d else te.logs_28d end as value,
    case
        when te.has_drug_screen then getvariable('abstinence_screens_needed')
        else getvariable('abstinence_logs_needed')
    end as threshold,
    case when te.has_drug_screen then 'negative screens' else 'days logged' end as unit,
    case when te.has_use then te.last_use_on else as_of() + 1 - getvariable('use_window_days') end
        as since,
    getvariable('use_window_days') as days,
    case
        when te.has_drug_screen
            then
                concat(
                    te.negative_28d,
                    ' negative ',
                    case te.negative_28d when 1 then 'screen' else 'screens' end,
                    case
                        when getvariable('screen_window_days') <> getvariable('use_window_days')
                            then format(' in {} days', getvariable('screen_window_days'))
                    end
                )
        else concat(te.logs_28d, case te.logs_28d when 1 then ' log' else ' logs' end)
    end as what,
    case
        when te.has_use and te.last_use_on = te.own_use_on
            then 'use on ' || short_day(te.last_use_on)
        when te.has_use and te.last_use_on = te.any_positive_on
            then
                concat(
                    replace(te.any_positive_substance, 'other', 'another substance'),
                    ' positive on ',
                    short_day(te.any_positive_on)
                )
        -- The day of a BAM-IOP is not the day of the use.
        when te.has_use
            then concat('BAM-IOP of ', short_day(te.last_use_on), ' reports use in its 7 days')
        when te.has_bam_use
            then concat('BAM of ', short_day(te.bam_use_on), ' reports use in its 30 days')
        when te.has_drug_screen and te.has_gap
            then concat_ws(
                ', ',
                case
                    when te.not_collected_28d > 0
                        then format('screens not collected: {}', te.not_collected_28d)
                end,
                case
                    when te.unread_28d > 0
                        then format('screens pending or unreadable: {}', te.unread_28d)
                end
            )
        when te.has_drug_screen then format('screens due: {}, too few', te.due_28d)
        else format('logs: {}, too few', te.logs_28d)
    end as because
from told as te
order by te.client_id
