/*
title = "Weeks and outcomes of each person"
kind = "table"
grain = "one row a client that is judged"
*/
select
    jd.client_id,
    count(*) as weeks,
    count(*) filter (where jd.happened) as weeks_happened
from judged_day as jd
group by jd.client_id
