/*
title = "Programs, as known on the day"
*/
select
    pr.program_id,
    pr.name,
    pr.site,
    pr.level,
    pr.track
from clinic.programs as pr
where known_then(pr.known_from, pr.known_until)
