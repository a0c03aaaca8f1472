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
        ds.substance,
        ds.due_on,
        ds.collected_on,
        ds.result,
        ds.method,
        ds.expected,
        ds.result_at,
        oc.screens_through,
        oc.admitted_on
    from drug_screens as ds
    inner join open_client as oc
        on ds.client_id = oc.client_id and ds.substance = oc.primary_substance
    where least(ds.due_on, ds.collected_on) <= as_of()
),

untested as (
    select
        oc.client_id,
        oc.admitted_on,
        oc.screens_through
    from open_client as oc
    left join own as ow on oc.client_id = ow.client_id
    where ow.client_id is null
),

-- A definitive test outweighs a presumptive one of the same specimen and substance.
own_tested as (
    select
        ow.client_id,
        ow.specimen_id,
        any_value(ow.admitted_on) as admitted_on,
        any_value(ow.screens_through) as screens_through,
        min(ow.due_on) as due_on,
        min(ow.collected_on) as collected_on,
        arg_max(
            struct_pack(
                result := ow.result,
                known_on := coalesce(cast(ow.result_at as date), ow.collected_on),
                is_expected := coalesce(ow.expected, false)
            ),
            coalesce(ow.method = 'definitive' and ow.result in ('positive', 'negative'), false)
        ) as told,
        coalesce(
            bool_or(ow.method = 'definitive' and ow.result in ('positive', 'negative')), false
        ) as is_definitive
    from own as ow
    where coalesce(ow.due_on, ow.collected_on) >= ow.admitted_on
    group by ow.client_id, ow.specimen_id
),

any_tested as (
    select
        ds.client_id,
        ds.specimen_id,
        any_value(ut.admitted_on) as admitted_on,
        any_value(ut.screens_through) as screens_through,
        min(ds.due_on) as due_on,
        min(ds.collected_on) as collected_on,
        arg_max(
            struct_pack(
                result := ds.result,
                known_on := coalesce(cast(ds.result_at as date), ds.collected_on),
                is_expected := coalesce(ds.expected, false)
            ),
            coalesce(ds.method = 'definitive' and ds.result in ('positive', 'negative'), false)
        ) as told,
        coalesce(
            bool_or(ds.method = 'definitive' and ds.result in ('positive', 'negative')), false
        ) as is_definitive
    from drug_screens as ds
    inner join untested as ut on ds.client_id = ut.client_id
    where
        ds.substance <> 'cannabis'
        and coalesce(ds.due_on, ds.collected_on) >= ut.admitted_on
        and least(ds.due_on, ds.collected_on) <= as_of()
    group by ds.client_id, ds.specimen_id, ds.substance
),

weighed as (
    select
        ot.client_id,
        ot.specimen_id,
        ot.admitted_on,
        ot.screens_through,
        ot.due_on,
        ot.collected_on,
        case when ot.told.result is not null then ot.told.known_on end as result_on,
        ot.told.result = 'positive' and not ot.told.is_expected as is_positive,
        ot.told.result = 'refused' as is_refused,
        ot.told.result in ('invalid', 'dilute') as is_unreadable,
        ot.told.result is null as is_pending,
        coalesce(ot.told.result = 'positive' and ot.told.is_expected, false) as is_prescribed,
        ot.is_definitive
    from own_tested as ot
    union all
    -- One substance that is positive makes the specimen positive.
    select
        ay.client_id,
        ay.specimen_id,
        any_value(ay.admitted_on) as admitted_on,
        any_value(ay.screens_through) as screens_through,
        min(ay.due_on) as due_on,
        min(ay.collected_on) as collected_on,
        max(ay.told.known_on) filter (where ay.told.result is not null) as result_on,
        bool_or(ay.told.result = 'positive' and not ay.told.is_expected) as is_positive,
        bool_or(ay.told.result = 'refused') as is_refused,
        bool_or(ay.told.result in ('invalid', 'dilute')) as is_unreadable,
        bool_or(ay.told.result is null) as is_pending,
        coalesce(bool_or(ay.told.result = 'positive' and ay.told.is_expected), false)
            as is_prescribed,
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
    we.client_id,
    we.specimen_id,
    we.admitted_on,
    coalesce(we.due_on, we.collected_on) as on_day,
    we.due_on is not null as is_due,
    we.due_on,
    we.collected_on,
    greatest(we.result_on, oo.known_on) as result_on,
    we.is_prescribed,
    we.is_definitive,
    case
        when we.is_positive or oo.client_id is not null then '+'
        when we.is_refused then 'o'
        when we.is_unreadable then '*'
        when we.collected_on is not null then case when we.is_pending then '?' else '-' end
        when we.due_on < as_of() and we.due_on <= we.screens_through and ld.on_day is null then 'o'
    end as letter
from weighed as we
left join other_opioid as oo on we.client_id = oo.client_id and we.specimen_id = oo.specimen_id
left join leave_day as ld on we.client_id = ld.client_id and we.due_on = ld.on_day
