/*
title = "Days with a visit, as known at the end of the history"
kind = "table"
grain = "one row a client and day"
*/
-- Late and left early count as visits: the client was there.
select distinct
    att.client_id,
    cast(se.starts_at as date) as on_day
from attendance as att
inner join sessions as se on att.session_id = se.session_id
where att.status in ('attended', 'late', 'left_early')
