/*
title = "Daily logs of one client"
kind = "query"
grain = "one row a day of the admission that has a log"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
used = "reported use on that day; empty: not answered"
triggers = "empty list: none logged"
*/
select
    ld.logged_on,
    ld.craving,
    ld.mood,
    ld.stress,
    ld.sleep_hours,
    ld.exercise_minutes,
    ld.mindfulness_minutes,
    ld.used,
    ld.risky_situation,
    coalesce(ld.triggers, []) as triggers,
    ld.coping_skill
from logged_day as ld
where ld.client_id = getvariable('client_id')
order by ld.logged_on
