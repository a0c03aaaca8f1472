/*
title = "Screens of the client's own substance: good or bad, as known at the end of the history"
kind = "table"
grain = "one row a client, day and specimen"

[columns]
is_bad = "positive without a prescription, unreadable, refused or not collected"
*/
-- Where the client's substance is empty, any but cannabis. On leave nothing is due.
select
    ds.client_id,
    ds.specimen_id,
    coalesce(ds.due_on, ds.collected_on) as on_day,
    ds.due_on is not null as is_due,
    bool_or(
        ds.result is distinct from 'negative'
        and not coalesce(ds.result = 'positive' and ds.expected, false)
    ) as is_bad,
    coalesce(
        bool_or(ds.result = 'positive' and not coalesce(ds.expected, false)), false
    ) as is_positive
from drug_screens as ds
inner join clients as cl
    on
        ds.client_id = cl.client_id
        and (
            ds.substance = cl.primary_substance
            or (cl.primary_substance is null and ds.substance <> 'cannabis')
        )
left join leave_day as ld
    on ds.client_id = ld.client_id and ds.due_on = ld.on_day and ds.collected_on is null
where
    ld.on_day is null
    and coalesce(ds.collected_on, ds.due_on) <= data_through('drug_screens')
group by ds.client_id, ds.specimen_id, coalesce(ds.due_on, ds.collected_on), ds.due_on is not null
