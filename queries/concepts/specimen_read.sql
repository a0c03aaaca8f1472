/*
kind = "table"
title = "Specimens of open clients, from four weeks before the admission on"
grain = "one row a client and specimen, for the client's own substance"

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use where this many days before it hold evidence, and none of use (with the window at most 61 days)"

[parameters.critical_use_days]
type = "INTEGER"
default = 14
help = "Window for a return to use after lost tolerance to opioids, in days"

[parameters.return_days]
type = "INTEGER"
default = 7
help = "Window for a return to use, in days"

[[examples]]
name = "28 days before the admission; a day longer ago"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-03-15 }
drug_screens = ["2026-02-14 positive", "2026-02-15 negative"]
expect = [{ on_day = 2026-02-15, letter = "-" }]

[[examples]]
name = "negative for opioids and positive for fentanyl: a positive, known when the later result came"
as_of = 2026-03-15
drug_screens = ["2026-03-11 negative specimen=U1", "2026-03-11 positive specimen=U1 substance=fentanyl result_at=2026-03-13T09:00:00"]
expect = { letter = "+", result_on = 2026-03-13 }
*/
-- A return to use in the first days of an admission shows against the days before it, so use is read from four
-- weeks before. Whatever else is said of screens reads specimen, those of the admission.
-- Letters: specimen_letter. The client's own substance: counts_for_own_substance. For caseboard evaluate,
-- screen_day gives the same letters for every client, discharged or not.
with counted as (
    select
        ds.client_id,
        ds.specimen_id,
        ds.substance,
        ds.due_on,
        ds.collected_on,
        screen_reading(ds.result, ds.expected) as reading,
        case
            when ds.result is not null
                then coalesce(cast(ds.result_at as date), ds.collected_on)
        end as result_on,
        coalesce(ds.method = 'definitive' and ds.result in ('positive', 'negative'), false)
            as is_definitive
    from drug_screens as ds
    inner join open_client as oc on ds.client_id = oc.client_id
    left join own_substance_tested as os on oc.client_id = os.client_id
    where
        coalesce(ds.due_on, ds.collected_on) >= oc.admitted_on
        - greatest(getvariable('critical_use_days'), getvariable('return_days'))
        - getvariable('days_without_use')
        and (ds.due_on <= as_of() or ds.collected_on is not null)
        and counts_for_own_substance(
            ds.substance, oc.primary_substance, os.client_id is not null, ds.result, ds.expected
        )
),

-- A definitive test outweighs a presumptive one of the same specimen and substance.
outweighed as (
    select
        co.client_id,
        co.specimen_id,
        min(co.due_on) as due_on,
        min(co.collected_on) as collected_on,
        arg_max(co.reading, co.is_definitive) as reading,
        arg_max_null(co.result_on, co.is_definitive) as result_on,
        bool_or(co.is_definitive) as is_definitive
    from counted as co
    group by co.client_id, co.specimen_id, co.substance
),

-- One substance that is positive makes the specimen positive.
read as (
    select
        ow.client_id,
        ow.specimen_id,
        min(ow.due_on) as due_on,
        min(ow.collected_on) as collected_on,
        max(ow.result_on) as result_on,
        arg_min(ow.reading, strpos('+o*?p-', ow.reading)) as reading,
        bool_or(ow.reading = 'p') as is_prescribed,
        bool_or(ow.is_definitive) as is_definitive
    from outweighed as ow
    group by ow.client_id, ow.specimen_id
)

select
    rd.client_id,
    rd.specimen_id,
    oc.admitted_on,
    oc.weeks_since_screens,
    coalesce(rd.due_on, rd.collected_on) as on_day,
    rd.due_on is not null as is_due,
    rd.due_on,
    rd.collected_on,
    rd.result_on,
    rd.is_prescribed,
    rd.is_definitive,
    specimen_letter(
        rd.reading,
        rd.due_on,
        rd.collected_on,
        oc.screens_through,
        list_contains(oc.leave_days, rd.due_on)
    ) as letter
from read as rd
inner join open_client as oc on rd.client_id = oc.client_id
