/*
title = "What a client, the clinician and the program are called on a list"
grain = "one row a client"

[[examples]]
name = "by name, and not by number"
as_of = 2026-03-15
expect = { client_id = "X", name = "Client X", clinician = "A therapist", program = "A program" }
*/
-- Where a name is not known the number stands for it.
with therapist as (
    select
        st.staff_id,
        max(st.name) as name
    from staff as st
    group by st.staff_id
),

place as (
    select
        pr.program_id,
        max(pr.name) as name
    from programs as pr
    group by pr.program_id
)

select
    cl.client_id,
    coalesce(cl.name, cl.client_id) as name,
    coalesce(th.name, cl.clinician_id) as clinician,
    coalesce(pl.name, cl.program_id) as program
from clients as cl
left join therapist as th on cl.clinician_id = th.staff_id
left join place as pl on cl.program_id = pl.program_id
