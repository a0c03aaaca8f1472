/*
title = "Sessions held and planned, as known on the day"
*/
select
    se.session_id,
    se.program_id,
    se.starts_at,
    se.minutes,
    se.kind,
    se.topic,
    se.facilitator_id
from clinic.sessions as se
where known_then(se.known_from, se.known_until)
