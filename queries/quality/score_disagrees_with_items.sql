/*
title = "A score sent with a form differs from its items"
kind = "check"
grain = "one row a client, measure, scale and date"
help = "The items count. Either a number was mistyped, or the source system scores the form differently."
reviewed = 2026-11-24

[parameters.score_points_that_disagree]
type = "DOUBLE"
default = 0.1
help = "Scores this far apart or more disagree; a smaller difference is rounding"

[columns]
score_given = "as the extract has it"
score_of_items = "computed by the measure's file"
items_missing = "items of the scale without an answer"

[[examples]]
name = "items give 8, the score says 14"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,2"]
survey_scores = ["2026-03-10 phq9 total 14"]
expect = { measure = "phq9", scale = "total", given_on = 2026-03-10, score_given = 14, score_of_items = 8, items_missing = 0 }
*/
-- Rules read the items; somebody should know that the two disagree.
select
    ss.client_id,
    ss.measure,
    ss.scale,
    ss.given_on,
    ss.score as score_given,
    fs.score as score_of_items,
    fs.items_expected - fs.items_answered as items_missing
from survey_scores as ss
inner join form_scores as fs
    on
        ss.client_id = fs.client_id
        and ss.measure = fs.measure
        and ss.scale = fs.scale
        and ss.given_on = fs.given_on
where round(abs(ss.score - fs.score), 2) >= getvariable('score_points_that_disagree')
order by ss.client_id, ss.measure, ss.scale, ss.given_on
