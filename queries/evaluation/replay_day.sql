/*
title = "The days of the replay: who was open in which week"
kind = "table"
grain = "one row a client and day of the replay"
*/
-- An id merged later counts here as the client it belongs to now, once.
select
    coalesce(ca.client_id, rr.client_id) as client_id,
    rr.on_day,
    max(rr.week) as week,
    arg_max(rr.level, rr.week) as level
from replay_row as rr
left join client_aliases as ca on rr.client_id = ca.old_id
group by coalesce(ca.client_id, rr.client_id), rr.on_day
