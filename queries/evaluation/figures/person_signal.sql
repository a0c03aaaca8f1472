/*
title = "Weeks and outcomes of each person under each signal"
kind = "table"
grain = "one row a client and signal that was on"

[columns]
lead_days = "one for each outcome with the signal on before it: days from the first day of the stretch to the outcome"
*/
-- Several weeks may look ahead to the same outcome; its lead time is taken from the earliest.
with flagged as (
    select
        jd.client_id,
        sd.signal,
        jd.happened,
        jd.happened_on,
        sd.is_new,
        jd.happened_on - sd.stretch_from as lead_days,
        row_number() over (
            partition by jd.client_id, sd.signal, jd.happened, jd.happened_on
            order by jd.on_day
        ) = 1 as is_first_sight
    from judged_day as jd
    inner join signal_day as sd
        on jd.client_id = sd.client_id and jd.on_day = sd.on_day and sd.is_on
    inner join judged_signal as js on sd.signal = js.signal
)

select
    fl.client_id,
    fl.signal,
    count(*) as weeks_on,
    count(*) filter (where fl.is_new) as alerts,
    count(*) filter (where fl.happened) as weeks_hit,
    count(*) filter (where fl.is_new and fl.happened) as alerts_hit,
    list(fl.lead_days) filter (where fl.happened and fl.is_first_sight) as lead_days
from flagged as fl
group by fl.client_id, fl.signal
