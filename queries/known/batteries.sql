/*
title = "What each program measures, as known on the day"
*/
select
    ba.program_id,
    ba.instrument,
    ba.every_days
from clinic.batteries as ba
where known_then(ba.known_from, ba.known_until)
