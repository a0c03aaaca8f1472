/*
title = "Whether the clinic knows an id, and which client it belongs to now"
kind = "query"
grain = "one row where the id is known as of the date, else none"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
merged_into = "the client that the id was merged into; empty where it is still a client of its own"
name = "the client's, or that of the client it belongs to now"
*/
with known as (
    select
        cl.client_id,
        null as merged_into
    from clients as cl
    where cl.client_id = getvariable('client_id')
    union all
    select
        ca.old_id as client_id,
        ca.client_id as merged_into
    from client_aliases as ca
    where ca.old_id = getvariable('client_id')
)

select
    kn.client_id,
    cast(any_value(kn.merged_into) as varchar) as merged_into,
    any_value(cl.name) as name
from known as kn
left join clients as cl on coalesce(kn.merged_into, kn.client_id) = cl.client_id
group by kn.client_id
order by kn.client_id
