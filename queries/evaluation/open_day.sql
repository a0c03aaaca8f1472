/*
title = "Who is open on the day of the replay"
grain = "one row an open client"
*/
-- Strictly as of the day; caseboard evaluate gathers these rows, week by week, in replay_row.
select
    oc.client_id,
    as_of() as on_day,
    oc.week,
    oc.level
from open_client as oc
