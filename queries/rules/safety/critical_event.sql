/*
title = "A critical event, or return to use with lost tolerance"
kind = "safety"
severity = 2
say = "{what}"
unit = "2 an event, 1 a return to use"
suggests = ["safety_plan", "refer_medication"]
source = "Events and days are assumed; loss of tolerance after abstinence from opioids, from memory."
reviewed = 2026-11-24
assumed = ["critical_event_days", "critical_use_days", "days_without_use"]
battery = []

[parameters.critical_event_days]
type = "INTEGER"
default = 14
help = "Window for critical events, in days"

[parameters.critical_use_days]
type = "INTEGER"
default = 14
help = "Window for a return to use after lost tolerance to opioids, in days"

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use where this many days before it hold evidence, and none of use (with the window at most 61 days)"

[parameters.opioids]
type = "VARCHAR[]"
default = ["opioid", "fentanyl", "methadone", "buprenorphine"]
help = "Primary substances to which tolerance is lost"

[[examples]]
name = "an overdose"
as_of = 2026-03-15
events = ["2026-03-10 overdose"]
expect = { state = "met", value = 2, threshold = 1, since = 2026-03-10, severity = 3, evidence = "Overdose on 10 Mar" }

[[examples]]
name = "use after two weeks with a negative screen and none of use, primary opioid, not on medication"
as_of = 2026-03-15
drug_screens = ["2026-03-03 negative", "2026-03-10 positive"]
expect = { state = "met", value = 1, since = 2026-03-10, severity = 2, evidence = "Use on 10 Mar, none known in the 14 days before: tolerance may be lower" }
*/
-- Tolerance to opioids is lost without use, and the earlier dose can then kill (general knowledge, not looked up).
-- This part applies to clients not known to be on medication. An event counts 2 and a return to use 1: a later event
-- always exceeds what was answered, even after an earlier one has left the window.
with returned as (
    select
        f.client_id,
        f.critical_events,
        f.critical_on,
        f.critical_what,
        f.critical_is_severe,
        f.critical_known_at,
        case
            when
                list_contains(getvariable('opioids'), f.primary_substance)
                and not coalesce(f.on_medication, false)
                then
                    as_of() - cast(
                        use_after_abstinence(
                            f.used_days,
                            f.clear_days,
                            getvariable('critical_use_days'),
                            getvariable('days_without_use')
                        ) as integer
                    )
        end as use_on,
        f.use_first_known_at
    from client_fact as f
),

told as (
    select
        re.client_id,
        re.critical_on is not null or re.use_on is not null as is_met,
        2 * re.critical_events + cast(re.use_on is not null as integer) as points,
        greatest(re.critical_on, re.use_on) as since,
        greatest(
            re.critical_known_at,
            case when re.use_on is not null then greatest(re.use_on, re.use_first_known_at) end
        ) as covered_from,
        re.critical_is_severe,
        concat_ws(
            ', ',
            re.critical_what,
            case
                when re.use_on is not null
                    then concat(
                        'use on ',
                        short_day(re.use_on),
                        format(
                            ', none known in the {} days before: tolerance may be lower',
                            getvariable('days_without_use')
                        )
                    )
            end
        ) as what
    from returned as re
)

select
    te.client_id,
    case when te.is_met then 'met' else 'not_met' end as state,
    case when te.is_met then te.points else 0 end as value,
    1 as threshold,
    te.since,
    te.covered_from,
    -- Each return to use is a new danger: an answer to an earlier one does not cover it.
    false as answer_holds,
    case when te.critical_is_severe then 3 else 2 end as severity,
    concat(ucase(te.what[1]), te.what[2:]) as what
from told as te
order by te.client_id
