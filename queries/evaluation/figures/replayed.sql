/*
title = "How much was replayed"
kind = "query"
grain = "one row"

[parameters.rounds]
type = "INTEGER"
default = 200
help = "Number of bootstrap samples; people are resampled, not weeks"
*/
select
    count(distinct rd.client_id) as people,
    count(*) as weeks,
    getvariable('rounds') as rounds
from replay_day as rd
order by people
