/*
title = "A move to a higher level in the next four weeks"
kind = "outcome"
say = "moved to a higher level in the next four weeks"
source = "The move that the first pane suggests."
reviewed = 2026-11-24
help = "The first pane suggests this move, so a high figure may only show that the team follows the flag."
judges = ["worse"]

[parameters.outcome_days]
type = "INTEGER"
default = 28
help = "Length of the outcome period after the day of the board, in days"

[[examples]]
name = "up after two weeks"
as_of = 2026-03-15
replay = ["2026-02-08"]
episode = [
    { level = "outpatient", started_on = 2026-01-01, ended_on = 2026-02-22, end_reason = "stepped_up" },
    { level = "intensive_outpatient", started_on = 2026-02-22 },
]
expect = { happened = true, happened_on = 2026-02-22 }
*/
-- A client discharged within the four weeks without such a move is not judged: there was no time for it.
select
    sd.client_id,
    sd.on_day,
    count(su.on_day) > 0 as happened,
    min(su.on_day) as happened_on
from stay_day as sd
left join step_up as su
    on
        sd.client_id = su.client_id
        and sd.on_day < su.on_day
        and su.on_day <= sd.on_day + getvariable('outcome_days')
where sd.is_watched
group by sd.client_id, sd.on_day, sd.is_in_care
having sd.is_in_care or count(su.on_day) > 0
order by sd.client_id, sd.on_day
