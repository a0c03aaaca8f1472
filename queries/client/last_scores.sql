/*
title = "The latest score of each measure of one client"
kind = "query"
grain = "one row a measure and scale of this admission"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
baseline_is_late = "true: the first score came more than baseline_days (14) after the start of the admission"
cutoff = "for a client of this sex; a score at it is a case"
reliable_change = "published, else from SD and reliability; empty where there is neither"
is_below_cutoff = "true: on the healthy side of the cut-off (above it where higher is better); false also where there is no cut-off"
is_improved = "better than the baseline by the reliable change; false also where none is known"
is_deteriorated = "worse than the best so far by the reliable change; false also where none is known"
is_rising = "worse than the score before by half the reliable change or more (share_that_rises)"
change_result = "from the baseline to the latest score: recovered, improved, unchanged, deteriorated, not_a_case_at_start or not_assessable"
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
    ch.scores,
    cr.change_result
from score_change as ch
inner join change_result as cr
    on ch.client_id = cr.client_id and ch.measure = cr.measure and ch.scale = cr.scale
where ch.client_id = getvariable('client_id')
order by ch.core desc, ch.measure asc, ch.scale asc
