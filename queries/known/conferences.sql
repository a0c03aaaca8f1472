/*
title = "Case conferences up to the day"
*/
-- A conference is known from the time it was opened, whichever board it was about; an end after the day is not
-- known yet.
select
    cf.conference_id,
    cf.as_of,
    cf.opened_at,
    case when cf.closed_at < as_of() + interval 1 day then cf.closed_at end as closed_at,
    cf.program_id,
    cf.present
from clinic.conferences as cf
where cf.opened_at < as_of() + interval 1 day
