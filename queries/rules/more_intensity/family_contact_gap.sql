/*
title = "Strain in the family, and no family session"
kind = "more_intensity"
severity = 1
say = "{what}, and no family session for {how_long}"
unit = "days without a family session"
suggests = ["add_family_therapy"]
source = "New Jersey asks for monthly family sessions in intensive outpatient care; the signs are assumed. Unless contraindicated, and with the client's consent."
reviewed = 2026-11-24
assumed = ["bam_trouble_that_flags", "bam_support_that_is_low", "family_trigger_days", "family_triggers_that_flag"]
battery = ["bam_iop", "bam", "daily_log"]

[parameters.family_session_days]
type = "INTEGER"
default = 30
help = "Days without a family session at or above which there is a gap"

[parameters.bam_trouble_that_flags]
type = "INTEGER"
default = 2
help = "Strain: BAM item 15 (trouble with family or friends) at or above this"

[parameters.bam_support_that_is_low]
type = "INTEGER"
default = 1
help = "Little support: BAM item 16 (contact with people who support recovery) at or below this"

[parameters.family_trigger_days]
type = "INTEGER"
default = 14
help = "Window in which family triggers are counted, in days"

[parameters.family_triggers_that_flag]
type = "INTEGER"
default = 3
help = "Days with a family trigger at or above which the strain counts"

[[examples]]
name = "trouble with the family, and no family session yet"
as_of = 2026-03-15
survey_items = ["2026-03-10 bam_iop 1,1,1,0,0,0,0,1,3,3,1,3,3,2,2,2,0"]
expect = { state = "met", value = 61, threshold = 30, since = 2026-01-14, severity = 1, evidence = "BAM: trouble with family or friends 2 of 4, and no family session for 61 days" }

[[examples]]
name = "home among the triggers on three days of fourteen"
as_of = 2026-03-15
attendance = ["2026-02-13 attended kind=family"]
daily_logs = ["2026-03-02..2026-03-03 craving=3 triggers='stress;home'", "2026-03-15 craving=3 triggers=family"]
expect = { state = "met", value = 30, since = 2026-02-14, evidence = "Family or home among the triggers on 3 of 14 days, and no family session for 30 days" }
*/
-- The gap is read from attendance alone, so it is counted up to the last day of attendance entered; signs of
-- strain count up to the date of the board. Days before the admission are not part of the gap.
with parts as (
    select
        f.client_id,
        f.on_leave,
        f.attendance_through,
        f.family_gap_days,
        f.family_gap_from,
        f.family_gap_days >= getvariable('family_session_days') as has_gap,
        f.bam_trouble,
        f.bam_support,
        coalesce(f.bam_trouble >= getvariable('bam_trouble_that_flags'), false) as has_trouble,
        coalesce(f.bam_support <= getvariable('bam_support_that_is_low'), false) as has_little,
        f.family_trigger_days,
        f.family_trigger_days >= getvariable('family_triggers_that_flag') as has_triggers,
        coalesce(f.bam_trouble, f.bam_support) is not null as has_answer,
        f.logs_14d > 0 as has_log
    from client_fact as f
)

select
    pt.client_id,
    case
        when pt.on_leave is not null or pt.has_gap is null then 'missing'
        when not pt.has_gap then 'not_met'
        when pt.has_trouble or pt.has_little or pt.has_triggers then 'met'
        when not pt.has_answer and not pt.has_log then 'missing'
        else 'not_met'
    end as state,
    greatest(0, pt.family_gap_days) as value,
    getvariable('family_session_days') as threshold,
    pt.family_gap_from as since,
    -- Passing days are not new evidence for a team that answered.
    getvariable('family_session_days') as covered_value,
    case
        when pt.has_trouble
            then format('BAM: trouble with family or friends {:.0f} of 4', pt.bam_trouble)
        when pt.has_little
            then format('BAM: contact with people who support {:.0f} of 4', pt.bam_support)
        else
            format(
                'Family or home among the triggers on {} of {} days',
                pt.family_trigger_days,
                getvariable('family_trigger_days')
            )
    end as what,
    days_counted(
        greatest(0, pt.family_gap_days),
        pt.attendance_through - pt.family_gap_from + 1 - pt.family_gap_days
    ) as how_long,
    case
        when pt.on_leave is not null then 'on leave'
        when pt.has_gap is null then 'visits were never entered'
        when pt.has_gap and not pt.has_answer and not pt.has_log
            then
                format(
                    'no BAM answer on this and no log in {} days',
                    getvariable('family_trigger_days')
                )
        when pt.has_gap and not pt.has_log then 'no sign of strain in the latest BAM'
        when pt.has_gap and not pt.has_answer then 'no sign of strain in the logs'
        when pt.has_gap then 'no sign of strain in the latest BAM or in the logs'
    end as because
from parts as pt
order by pt.client_id
