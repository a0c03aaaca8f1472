/*
title = "Risk reported on a form that the program's battery does not list"
kind = "check"
grain = "one row a client and measure"
help = "No rule reads a form that the battery does not list. Look at the answer today, and add the form to the battery."
reviewed = 2026-11-27

[parameters.days_that_show_use]
type = "INTEGER"
default = 60
help = "A program without a battery is taken to use the instruments it has used in this many days"

[parameters.item9_that_flags]
type = "INTEGER"
default = 1
help = "PHQ-9 item 9 (thoughts of self-harm) at or above this"

[parameters.cssrs_that_flags]
type = "INTEGER"
default = 2
help = "C-SSRS triage at or above this: 1 low, 2 moderate, 3 high"

[columns]
value = "PHQ-9 item 9, or the C-SSRS triage, of the last form that reports risk in the last days_that_show_use days, whatever a later form says"

[[examples]]
name = "a C-SSRS of moderate risk, given for a reason and not in the battery"
as_of = 2026-03-15
battery = ["phq9"]
survey_scores = ["2026-03-10 cssrs total 2"]
expect = { client_id = "X", measure = "cssrs", given_on = 2026-03-10, value = 2 }

[[examples]]
name = "the battery lists it: a rule reads it"
as_of = 2026-03-15
battery = ["phq9", "cssrs"]
survey_scores = ["2026-03-10 cssrs total 3"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,2"]
expect = []
*/
-- Rules ignore instruments that a program does not use, so one left out of the battery by mistake hides its
-- results.
with told as (
    select
        si.client_id,
        si.measure,
        si.given_on,
        si.value
    from survey_items as si
    where
        si.measure = 'phq9' and si.item = 9 and si.value >= getvariable('item9_that_flags')
    union all
    select
        sc.client_id,
        sc.measure,
        sc.given_on,
        sc.score as value
    from score as sc
    where sc.measure = 'cssrs' and sc.score >= getvariable('cssrs_that_flags')
    union all
    select
        ca.client_id,
        'cssrs' as measure,
        ca.given_on,
        ca.triage as value
    from cssrs_answer as ca
    where ca.triage >= getvariable('cssrs_that_flags')
)

select
    te.client_id,
    cl.program_id,
    te.measure,
    max(te.given_on) as given_on,
    max_by(te.value, (te.given_on - date '2000-01-01') * 10 + te.value) as value
from told as te
inner join clients as cl on te.client_id = cl.client_id
left join instrument_used as iu on cl.program_id = iu.program_id and te.measure = iu.instrument
where
    iu.program_id is null
    and te.given_on between as_of() - getvariable('days_that_show_use') + 1 and as_of()
group by te.client_id, cl.program_id, te.measure
order by te.client_id, te.measure
