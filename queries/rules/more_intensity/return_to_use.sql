/*
title = "Return to use after days without"
kind = "more_intensity"
severity = 1
say = "{what}"
unit = "days with use"
suggests = ["increase_sessions"]
source = "Days assumed. A single lapse is not a failure: people with low-frequency cocaine use did about as well after a year (Roos 2019)."
reviewed = 2026-11-24
assumed = ["return_days", "days_without_use", "return_evidence_days", "use_days_that_are_severe"]
battery = ["drug_screen", "daily_log"]

[parameters.return_days]
type = "INTEGER"
default = 7
help = "Window for a return to use, in days"

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use where this many days before it hold evidence, and none of use (with the window at most 61 days)"

[parameters.return_evidence_days]
type = "INTEGER"
default = 21
help = "With no screen result and no log in this many days, the rule is missing"

[parameters.use_days_that_are_severe]
type = "INTEGER"
default = 2
help = "Days with use since the return at or above which the flag has severity 2"

[[examples]]
name = "a positive screen after a negative one"
as_of = 2026-03-15
drug_screens = ["2026-03-04 negative", "2026-03-11 positive"]
expect = { state = "met", value = 1, threshold = 1, since = 2026-03-11, severity = 1, evidence = "Use on 11 Mar, none known in the 14 days before" }

[[examples]]
name = "use on two days"
as_of = 2026-03-15
daily_logs = ["2026-02-20..2026-03-10 used=false", "2026-03-11..2026-03-12 used=true"]
expect = { state = "met", value = 2, since = 2026-03-11, severity = 2, evidence = "Use on 2 days since 11 Mar, none known in the 14 days before" }
*/
-- A single day is only a reason to talk; continued use moves the client to the first pane. What counts as 14
-- days without use: concepts/use_after_abstinence. Overdose belongs to critical_event.
with returned as (
    select
        f.client_id,
        greatest(f.last_result_on, f.last_told_on) as evidence_on,
        cast(
            use_after_abstinence(
                f.used_days,
                f.clear_days,
                getvariable('return_days'),
                getvariable('days_without_use')
            ) as integer
        ) as days_back,
        -- What shows a return holds evidence by itself, some of it from before the admission.
        days_back is not null
        or coalesce(evidence_on > as_of() - getvariable('return_evidence_days'), false)
            as has_evidence,
        f.used_days,
        f.use_last_known_at
    from client_fact as f
),

told as (
    select
        re.client_id,
        re.has_evidence,
        re.evidence_on,
        as_of() - re.days_back as since,
        -- Days with use from the return on.
        coalesce(
            bit_count(re.used_days & ((cast(1 as bigint) << (re.days_back + 1)) - 1)), 0
        ) as use_days,
        re.use_last_known_at
    from returned as re
)

select
    te.client_id,
    case
        when not te.has_evidence then 'missing'
        when te.since is not null then 'met'
        else 'not_met'
    end as state,
    case when te.has_evidence then te.use_days end as value,
    1 as threshold,
    te.since,
    -- An answer covers the days as they were known: one more day is new.
    greatest(te.since, te.use_last_known_at) as covered_from,
    case when te.use_days >= getvariable('use_days_that_are_severe') then 2 else 1 end as severity,
    concat(
        case
            when te.use_days > 1 then format('Use on {} days since ', te.use_days)
            else 'Use on '
        end,
        short_day(te.since),
        format(', none known in the {} days before', getvariable('days_without_use'))
    ) as what,
    case
        when not te.has_evidence
            then none_lately(
                'screen result and no log with an answer about use',
                getvariable('return_evidence_days'),
                te.evidence_on
            )
    end as because
from told as te
order by te.client_id
