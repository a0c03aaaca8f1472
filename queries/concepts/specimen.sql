/*
title = "Specimens of open clients, and the letter that each gives"
grain = "one row a client and specimen of this admission, for the client's own substance"
source = "Letters as in CTNote (Odom & Brandt 2023); reference/extracts.md."

[[examples]]
name = "an expected positive is explained by a prescription"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive expected=true"]
expect = { on_day = 2026-03-11, is_due = true, letter = "-" }

[[examples]]
name = "due yesterday and not collected"
as_of = 2026-03-15
drug_screens = ["2026-03-14 not_collected"]
expect = { on_day = 2026-03-14, letter = "o" }
*/
-- `-` negative or an expected positive, `+` an unexpected positive, `o` due and not collected or
-- refused, `*` invalid or dilute, `?` collected and pending. A specimen that is due today or ahead,
-- or after the last day for which collections were entered, or on a day of leave, has no letter yet.
-- The substance is the client's own; where that is empty or was never tested, any but cannabis,
-- which can stay positive for weeks after the last use. Fentanyl is an opioid that an opioid test does
-- not show: for the two, what is positive in the one is a positive of the specimen.
with own as (
    select
        ds.client_id,
        ds.specimen_id,
        ds.due_on,
        ds.collected_on,
        screen_reading(ds.result, ds.expected) as reading,
        case
            when ds.result is not null
                then coalesce(cast(ds.result_at as date), ds.collected_on)
        end as result_on,
        coalesce(ds.method = 'definitive' and ds.result in ('positive', 'negative'), false)
            as is_definitive,
        oc.admitted_on
    from drug_screens as ds
    inner join open_client as oc
        on ds.client_id = oc.client_id and ds.substance = oc.primary_substance
    where ds.due_on <= as_of() or ds.collected_on is not null
),

untested as (
    select
        oc.client_id,
        oc.admitted_on
    from open_client as oc
    left join own as ow on oc.client_id = ow.client_id
    where ow.client_id is null
),

-- A definitive test outweighs a presumptive one of the same specimen and substance.
own_tested as (
    select
        ow.client_id,
        ow.specimen_id,
        min(ow.due_on) as due_on,
        min(ow.collected_on) as collected_on,
        arg_max(ow.reading, ow.is_definitive) as reading,
        arg_max_null(ow.result_on, ow.is_definitive) as result_on,
        bool_or(ow.is_definitive) as is_definitive
    from own as ow
    where coalesce(ow.due_on, ow.collected_on) >= ow.admitted_on
    group by ow.client_id, ow.specimen_id
),

any_tested as (
    select
        ds.client_id,
        ds.specimen_id,
        min(ds.due_on) as due_on,
        min(ds.collected_on) as collected_on,
        arg_max(
            screen_reading(ds.result, ds.expected),
            coalesce(ds.method = 'definitive' and ds.result in ('positive', 'negative'), false)
        ) as reading,
        arg_max_null(
            case
                when ds.result is not null
                    then coalesce(cast(ds.result_at as date), ds.collected_on)
            end,
            coalesce(ds.method = 'definitive' and ds.result in ('positive', 'negative'), false)
        ) as result_on,
        coalesce(
            bool_or(ds.method = 'definitive' and ds.result in ('positive', 'negative')), false
        ) as is_definitive
    from drug_screens as ds
    inner join untested as ut on ds.client_id = ut.client_id
    where
        ds.substance <> 'cannabis'
        and coalesce(ds.due_on, ds.collected_on) >= ut.admitted_on
        and (ds.due_on <= as_of() or ds.collected_on is not null)
    group by ds.client_id, ds.specimen_id, ds.substance
),

read as (
    select
        ot.client_id,
        ot.specimen_id,
        ot.due_on,
        ot.collected_on,
        ot.result_on,
        ot.reading,
        ot.reading = 'p' as is_prescribed,
        ot.is_definitive
    from own_tested as ot
    union all
    -- One substance that is positive makes the specimen positive.
    select
        ay.client_id,
        ay.specimen_id,
        min(ay.due_on) as due_on,
        min(ay.collected_on) as collected_on,
        max(ay.result_on) as result_on,
        arg_min(ay.reading, strpos('+o*?p-', ay.reading)) as reading,
        bool_or(ay.reading = 'p') as is_prescribed,
        bool_or(ay.is_definitive) as is_definitive
    from any_tested as ay
    group by ay.client_id, ay.specimen_id
),

other_opioid as (
    select
        ds.client_id,
        ds.specimen_id,
        max(coalesce(cast(ds.result_at as date), ds.collected_on)) as known_on
    from drug_screens as ds
    inner join open_client as oc on ds.client_id = oc.client_id
    where
        ds.result = 'positive'
        and not coalesce(ds.expected, false)
        and ds.substance in ('opioid', 'fentanyl')
        and oc.primary_substance in ('opioid', 'fentanyl')
        and ds.substance <> oc.primary_substance
    group by ds.client_id, ds.specimen_id
)

select
    rd.client_id,
    rd.specimen_id,
    oc.admitted_on,
    coalesce(rd.due_on, rd.collected_on) as on_day,
    rd.due_on is not null as is_due,
    rd.due_on,
    rd.collected_on,
    greatest(rd.result_on, oo.known_on) as result_on,
    rd.is_prescribed,
    rd.is_definitive,
    case
        when oo.client_id is not null then '+'
        when rd.reading in ('+', 'o', '*') then rd.reading
        when rd.collected_on is not null then replace(rd.reading, 'p', '-')
        when rd.due_on < as_of() and rd.due_on <= oc.screens_through and ld.on_day is null then 'o'
    end as letter
from read as rd
inner join open_client as oc on rd.client_id = oc.client_id
left join other_opioid as oo on rd.client_id = oo.client_id and rd.specimen_id = oo.specimen_id
left join leave_day as ld on rd.client_id = ld.client_id and rd.due_on = ld.on_day
