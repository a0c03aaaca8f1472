/*
title = "The days of the replay, each with its admission as known at the end of the history"
kind = "table"
grain = "one row a client and day of the replay"

[parameters.outcome_days]
type = "INTEGER"
default = 28
help = "Length of the outcome period after the day of the board, in days"

[parameters.unplanned_ends]
type = "VARCHAR[]"
default = ["left_against_advice", "administrative", "lost_to_contact"]
help = "Reasons for discharge that count as unplanned"

[columns]
is_in_care = "the admission lasts through the outcome period, which lies within the records"
is_left = "it ends within the outcome period, unplanned"
is_watched = "the outcome period lies within the records, in care or not"
*/
-- A client discharged as planned, or who died, cannot drop out; one who left unplanned did. A client discharged
-- on the day itself (still on its board, since that was entered later) has no outcome period.
select
    rd.client_id,
    rd.on_day,
    rd.week,
    rd.level,
    ad.started_on,
    ad.ended_on,
    ad.end_reason,
    rd.on_day + getvariable('outcome_days') <= data_through('attendance') as is_watched,
    rd.on_day + getvariable('outcome_days') <= data_through('attendance')
    and coalesce(rd.on_day + getvariable('outcome_days') <= ad.ended_on, true) as is_in_care,
    rd.on_day + getvariable('outcome_days') <= data_through('attendance')
    and coalesce(
        ad.ended_on < rd.on_day + getvariable('outcome_days')
        and list_contains(getvariable('unplanned_ends'), ad.end_reason),
        false
    ) as is_left
from replay_day as rd
inner join admission as ad
    on
        rd.client_id = ad.client_id
        and rd.on_day >= ad.started_on
        and (ad.ended_on is null or rd.on_day < ad.ended_on)
