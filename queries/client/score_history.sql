/*
title = "Scores of one client over time"
kind = "query"
grain = "one row a measure, scale and date"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[parameters.baseline_days]
type = "INTEGER"
default = 14
help = "A baseline score is given at most this many days before or after the start of the admission"

[columns]
given_on = "date of the form"
score = "in the scale's own points"
is_baseline = "the score that change is counted from"
cutoff = "the published cut-off for a client of this sex; a score at it is a case; where higher is better, cases lie below it"
is_clinical = "true: a case, at the cut-off or worse; empty: no cut-off"
band = "the published band of the score"
in_admission = "false: from an earlier admission"
*/
with scored as (
    select
        sc.measure,
        sc.scale,
        sc.client_id,
        sc.given_on,
        sc.score,
        me.title,
        me.core,
        ms.better,
        ms.min_value,
        ms.max_value,
        cutoff_for_sex(cl.sex, ms.cutoff, ms.cutoff_male, ms.cutoff_female, ms.better) as cutoff
    from score as sc
    inner join measure as me on sc.measure = me.measure
    inner join measure_scale as ms on sc.measure = ms.measure and sc.scale = ms.scale
    left join clients as cl on sc.client_id = cl.client_id
    where sc.client_id = getvariable('client_id')
)

select
    sc.measure,
    sc.title,
    sc.scale,
    sc.given_on,
    sc.score,
    band.label as band,
    sc.better,
    sc.cutoff,
    case when sc.better = 'higher' then sc.score <= sc.cutoff else sc.score >= sc.cutoff end
        as is_clinical,
    sc.min_value,
    sc.max_value,
    coalesce(sc.given_on = ch.baseline_on, false) as is_baseline,
    coalesce(sc.given_on >= oc.admitted_on - getvariable('baseline_days'), false) as in_admission
from scored as sc
-- A fractional score is in the last band whose lower limit it has reached.
asof left join measure_band as band
    on
        sc.measure = band.measure
        and sc.scale = band.scale
        and sc.score >= band.low
left join open_client as oc on sc.client_id = oc.client_id
left join score_change as ch
    on sc.client_id = ch.client_id and sc.measure = ch.measure and sc.scale = ch.scale
order by sc.core desc, sc.measure asc, sc.scale asc, sc.given_on asc, sc.score asc
