/*
title = "Drug screens of one client"
kind = "query"
grain = "one row a specimen, substance and method"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
on_day = "the day it was collected; what was not collected stands on its due day"
letter = "of the specimen, on the substance that it comes from: - negative, + positive, o not collected, * unreadable, ? pending"
is_due = "false: a test for cause"
*/
-- Screens that are due ahead are shown as well: without letter and without result. The letter of a
-- specimen stands on the rows that it comes from: those that speak of the client's own substance
-- (counts_for_own_substance) and say what the letter says.
with told as (
    select
        ds.client_id,
        ds.specimen_id,
        ds.substance,
        ds.due_on,
        ds.collected_on,
        ds.result,
        ds.method,
        ds.expected,
        sp.letter,
        replace(screen_reading(ds.result, ds.expected), 'p', '-') as reading,
        counts_for_own_substance(
            ds.substance, oc.primary_substance, os.client_id is not null, ds.result, ds.expected
        ) as speaks
    from drug_screens as ds
    left join open_client as oc on ds.client_id = oc.client_id
    left join own_substance_tested as os on ds.client_id = os.client_id
    left join specimen as sp on ds.client_id = sp.client_id and ds.specimen_id = sp.specimen_id
    where ds.client_id = getvariable('client_id')
)

select
    coalesce(td.collected_on, td.due_on) as on_day,
    td.due_on,
    td.collected_on,
    td.due_on is not null as is_due,
    td.specimen_id,
    td.substance,
    td.result,
    td.method,
    td.expected,
    case
        when td.speaks and td.letter = td.reading then td.letter
        -- Nothing was collected, so that there is nothing to read.
        when td.speaks and td.letter = 'o' and td.result is null then td.letter
    end as letter
from told as td
order by on_day, td.specimen_id, td.substance, td.method
