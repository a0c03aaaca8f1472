/*
title = "Weeks and outcomes of each person at each score"
kind = "table"
grain = "one row a client, signal and score"
*/
-- A day without a row of the signal has a score of 0.
select
    jd.client_id,
    js.signal,
    coalesce(sd.score, 0) as score,
    count(*) filter (where jd.happened) as weeks_happened,
    count(*) filter (where not jd.happened) as weeks_not
from judged_day as jd
cross join judged_signal as js
left join signal_day as sd
    on jd.client_id = sd.client_id and jd.on_day = sd.on_day and js.signal = sd.signal
where js.is_scored
group by jd.client_id, js.signal, coalesce(sd.score, 0)
