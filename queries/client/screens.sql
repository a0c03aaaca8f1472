/*
title = "Drug screens of one client"
kind = "query"
grain = "one row a specimen and substance"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
letter = "of the client's own substance: - negative, + positive, o not collected, * unreadable, ? pending"
is_due = "false: a test for cause"
*/
-- Screens that are due ahead are shown as well: without letter and without result. Where the client's
-- own substance was looked for in the specimen, its row has the letter; else the rows that speak for it
-- (screen_counts).
with own as (
    select
        ow.client_id,
        ow.specimen_id,
        bool_or(ow.due_on <= as_of() or ow.collected_on is not null) as is_tested
    from drug_screens as ow
    inner join open_client as ic
        on ow.client_id = ic.client_id and ow.substance = ic.primary_substance
    where ow.client_id = getvariable('client_id')
    group by ow.client_id, ow.specimen_id
),

tested as (select coalesce(bool_or(ow.is_tested), false) as own_is_tested from own as ow)

select
    coalesce(ds.due_on, ds.collected_on) as on_day,
    ds.due_on,
    ds.collected_on,
    ds.due_on is not null as is_due,
    ds.specimen_id,
    ds.substance,
    ds.result,
    ds.method,
    ds.expected,
    case
        when
            ds.substance = oc.primary_substance
            or (
                ts.specimen_id is null
                and screen_counts(
                    ds.substance,
                    oc.primary_substance,
                    te.own_is_tested,
                    ds.result,
                    ds.expected
                )
            )
            then sp.letter
    end as letter
from drug_screens as ds
cross join tested as te
left join open_client as oc on ds.client_id = oc.client_id
left join specimen as sp on ds.client_id = sp.client_id and ds.specimen_id = sp.specimen_id
left join own as ts on ds.client_id = ts.client_id and ds.specimen_id = ts.specimen_id
where ds.client_id = getvariable('client_id')
order by on_day, ds.specimen_id, ds.substance
