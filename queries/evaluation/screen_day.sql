/*
title = "Screens of each client's own substance, good or bad, as known at the end of the history"
kind = "table"
grain = "one row a client, day and specimen"

[columns]
is_bad = "positive without a prescription, unreadable, refused, pending or not collected"
*/
-- The same letters as on the board (specimen_letter, counts_for_own_substance), for every client, discharged or
-- not, and all admissions: a bad screen of an outcome is what the team saw as one.
with counted as (
    -- A definitive test outweighs a presumptive one of the same specimen and substance.
    select
        ds.client_id,
        ds.specimen_id,
        min(ds.due_on) as due_on,
        min(ds.collected_on) as collected_on,
        arg_max(
            screen_reading(ds.result, ds.expected),
            coalesce(ds.method = 'definitive' and ds.result in ('positive', 'negative'), false)
        ) as reading
    from drug_screens as ds
    inner join clients as cl on ds.client_id = cl.client_id
    left join own_substance_tested as os on ds.client_id = os.client_id
    where
        (ds.due_on <= as_of() or ds.collected_on is not null)
        and counts_for_own_substance(
            ds.substance, cl.primary_substance, os.client_id is not null, ds.result, ds.expected
        )
    group by ds.client_id, ds.specimen_id, ds.substance
),

-- One substance that is positive makes the specimen positive.
read as (
    select
        co.client_id,
        co.specimen_id,
        min(co.due_on) as due_on,
        min(co.collected_on) as collected_on,
        arg_min(co.reading, strpos('+o*?p-', co.reading)) as reading
    from counted as co
    group by co.client_id, co.specimen_id
),

lettered as (
    select
        rd.client_id,
        rd.specimen_id,
        coalesce(rd.due_on, rd.collected_on) as on_day,
        rd.due_on is not null as is_due,
        specimen_letter(
            rd.reading,
            rd.due_on,
            rd.collected_on,
            data_through('drug_screens'),
            ld.on_day is not null
        ) as letter
    from read as rd
    left join leave_day as ld on rd.client_id = ld.client_id and rd.due_on = ld.on_day
)

select
    le.client_id,
    le.specimen_id,
    le.on_day,
    le.is_due,
    le.letter <> '-' as is_bad,
    le.letter = '+' as is_positive
from lettered as le
where le.letter is not null
