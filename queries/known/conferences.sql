/*
title = "Case conferences up to the day"
*/
select
    cf.conference_id,
    cf.as_of,
    cf.opened_at,
    cf.closed_at,
    cf.program_id,
    cf.present
from clinic.conferences as cf
where cf.as_of <= as_of()
