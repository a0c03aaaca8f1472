/*
title = "Names of client, clinician and program for a list"
grain = "one row a client"

[[examples]]
name = "by name, and not by number"
as_of = 2026-03-15
expect = { client_id = "X", name = "Client X", clinician = "A therapist", program = "A program" }
*/
-- Where a name is unknown, the id stands in.
select
    cl.client_id,
    coalesce(cl.name, cl.client_id) as name,
    coalesce(st.name, cl.clinician_id) as clinician,
    coalesce(pr.name, cl.program_id) as program
from clients as cl
left join staff as st on cl.clinician_id = st.staff_id
left join programs as pr on cl.program_id = pr.program_id
