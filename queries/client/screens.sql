/*
title = "Drug screens of one client"
kind = "query"
grain = "one row a specimen, substance and method"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
on_day = "the day of collection; if not collected, the due day"
letter = "of the specimen, shown on the substance that decides it: - negative, + positive, o not collected, * unreadable, ? pending"
is_due = "false: a test for cause"
*/
-- Screens due ahead are shown too, without letter or result. The letter of a specimen is shown on the rows that
-- decide it: those for the client's own substance (counts_for_own_substance) with the same result.
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
        -- Nothing was collected, so there is no result to match.
        when td.speaks and td.letter = 'o' and td.result is null then td.letter
    end as letter
from told as td
order by on_day, td.specimen_id, td.substance, td.method
