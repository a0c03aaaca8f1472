/*
title = "The latest score of each measure of one client"
kind = "query"
grain = "one row a measure and scale of this admission"

[parameters.client_id]
type = "VARCHAR"
help = "The client"
*/
select
    ch.measure,
    ch.title,
    ch.scale,
    ch.latest as score,
    ch.latest_on as given_on,
    ch.baseline,
    ch.baseline_on,
    ch.is_late as baseline_is_late,
    ch.score_change,
    ch.reliable_change,
    ch.cutoff,
    ch.better,
    ch.is_below_cutoff,
    ch.is_improved,
    ch.is_deteriorated,
    ch.is_rising,
    ch.scores
from score_change as ch
where ch.client_id = getvariable('client_id')
order by ch.core desc, ch.measure asc, ch.scale asc
