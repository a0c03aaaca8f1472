/*
title = "The days of the replay that one outcome judges"
kind = "table"
grain = "one row a client and day"

[parameters.outcome]
type = "VARCHAR"
default = "no_attendance"
help = "The outcome, by the name of its file in evaluation/outcomes"
*/
select
    od.client_id,
    od.on_day,
    od.happened,
    od.happened_on
from outcome_day as od
where od.outcome = getvariable('outcome')
