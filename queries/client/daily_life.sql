/*
title = "Daily life of one client: the last week against the three before"
kind = "query"
grain = "one row a kind of entry: craving, mood, stress, sleep, exercise, mindfulness"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
days_logged = "days of the last 7 with a value"
mean = "of the logged days; empty: none logged"
days_logged_before = "days of the 21 before with a value"
change = "mean less mean_before; empty where one of them is"
better = "which direction is better: lower or higher"
*/
select
    dl.thing,
    dl.title,
    dl.unit,
    dl.days_logged,
    dl.mean,
    dl.days_logged_before,
    dl.mean_before,
    dl.change,
    dl.better
from daily_life as dl
where dl.client_id = getvariable('client_id')
order by dl.place
