/*
title = "Clients, as known on the day"
*/
-- A merged id is no longer a client of its own.
select
    cl.client_id,
    cl.name,
    cl.program_id,
    cl.clinician_id,
    cl.birth_year,
    cl.sex,
    cl.race_ethnicity,
    cl.language,
    cl.primary_substance,
    cl.on_medication
from clinic.clients as cl
anti join client_aliases as merged on cl.client_id = merged.old_id
where known_then(cl.known_from, cl.known_until)
