/*
title = "Symptoms settled"
kind = "step_down"
say = "{value:0} of {threshold:0} measures on the healthy side of the cut-off, or reliably better and not worsening"
unit = "measures"
source = "Cut-offs and reliable change: each measure's file; two scores a fortnight apart are assumed."
reviewed = 2026-11-23
assumed = ["safety_window_days", "days_between_scores"]
battery = ["core_measure"]

[parameters.days_between_scores]
type = "INTEGER"
default = 14
help = "Two scores at least this many days apart are needed to judge a course"

[[examples]]
name = "one measure below its cut-off, the other reliably better and still above"
as_of = 2026-03-15
battery = ["phq9", "gad7"]
survey_scores = ["2026-02-20 phq9 total 12", "2026-03-10 phq9 total 9", "2026-01-15 gad7 total 18", "2026-03-10 gad7 total 10"]
expect = { state = "met", value = 2, threshold = 2, evidence = "2 of 2 measures on the healthy side of the cut-off, or reliably better and not worsening" }

[[examples]]
name = "a measure scored only once: missing"
as_of = 2026-03-15
battery = ["phq9", "gad7"]
survey_scores = ["2026-02-20 phq9 total 12", "2026-03-10 phq9 total 4", "2026-03-10 gad7 total 3"]
expect = { state = "missing", value = 1, threshold = 2 }
*/
-- Some people stay above a cut-off permanently, with chronic pain or trauma: reliably better is enough. Safety
-- evidence in the last four weeks means not met, whether answered or not. A score that is overdue speaks for
-- neither side: somebody may have got better or worse since.
with evidence as (
    select
        f.client_id,
        f.core_used,
        f.core_settled,
        f.core_unsettled,
        f.core_not_assessable,
        greatest(
            f.item9_evidence_on,
            f.safety_event_on,
            f.cssrs_evidence_on
        ) as safety_on
    from client_fact as f
)

select
    ev.client_id,
    case
        when ev.safety_on is not null then 'not_met'
        when ev.core_unsettled > 0 then 'not_met'
        when ev.core_not_assessable > 0 then 'missing'
        else 'met'
    end as state,
    ev.core_settled as value,
    ev.core_used as threshold,
    ev.safety_on as since,
    case
        when ev.safety_on is not null then concat('safety evidence of ', short_day(ev.safety_on))
        when ev.core_unsettled > 0
            then format('measures not settled: {} of {}', ev.core_unsettled, ev.core_used)
        else
            format(
                'measures overdue, or no two scores {} days apart: {} of {}',
                getvariable('days_between_scores'),
                ev.core_not_assessable,
                ev.core_used
            )
    end as because
from evidence as ev
order by ev.client_id
