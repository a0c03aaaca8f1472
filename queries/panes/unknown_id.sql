/*
title = "Ids asked for that no client, clinician or program has"
kind = "query"
grain = "one row an unknown id; none where every id is known"

[parameters.of_clinician]
type = "VARCHAR"
default = ""
scope = true
help = "Only the clients of this clinician (a staff id); empty: every clinician's"

[parameters.of_program]
type = "VARCHAR"
default = ""
scope = true
help = "Only the clients of this program (its id); empty: every program's"

[parameters.of_client]
type = "VARCHAR"
default = ""
scope = true
help = "Only this client (an id); empty: everybody"

[columns]
what = "clinician, program or client"
merged_into = "the client that the id was merged into; empty where nobody ever had it"

[[examples]]
name = "everybody is asked for"
as_of = 2026-03-15
expect = []

[[examples]]
name = "nobody has these ids; capitals count"
as_of = 2026-03-15
parameters = { of_clinician = "spam", of_program = "spam", of_client = "x" }
expect = [
    { what = "client", id = "x", merged_into = "null" },
    { what = "clinician", id = "spam" },
    { what = "program", id = "spam" },
]

[[examples]]
name = "an id that was merged has no rows of its own any more"
as_of = 2026-03-15
parameters = { of_client = "OLD" }
merged = ["2026-03-01 OLD X"]
expect = { what = "client", id = "OLD", merged_into = "X" }

[[examples]]
name = "known"
as_of = 2026-03-15
parameters = { of_client = "X" }
expect = []
*/
-- A mistyped id returns no rows, and no rows would read as "nobody is flagged".
with asked as (
    select
        'clinician' as what,
        getvariable('of_clinician') as id
    union all
    select
        'program' as what,
        getvariable('of_program') as id
    union all
    select
        'client' as what,
        getvariable('of_client') as id
),

-- An id that appears only on a client's record is known too: a clinic need not list its staff and programs.
known as (
    select
        'clinician' as what,
        cl.clinician_id as id
    from clients as cl
    union
    select
        'clinician' as what,
        st.staff_id as id
    from staff as st
    union
    select
        'program' as what,
        cl.program_id as id
    from clients as cl
    union
    select
        'program' as what,
        pr.program_id as id
    from programs as pr
    union
    select
        'client' as what,
        cl.client_id as id
    from clients as cl
)

select
    ak.what,
    ak.id,
    ca.client_id as merged_into
from asked as ak
anti join known as kn on ak.what = kn.what and ak.id = kn.id
left join client_aliases as ca on ak.what = 'client' and ak.id = ca.old_id
where ak.id <> ''
order by ak.what, ak.id
