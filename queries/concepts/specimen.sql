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
-- which can stay positive for weeks after the last use.
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

looked_for as (
    select
        ow.client_id,
        ow.specimen_id,
        ow.substance,
        ow.admitted_on,
        ow.screens_through,
        ow.due_on,
        ow.collected_on,
        ow.result,
        ow.method,
        ow.expected,
        ow.result_at
    from own as ow
    where coalesce(ow.due_on, ow.collected_on) >= ow.admitted_on
    union all
    select
        ds.client_id,
        ds.specimen_id,
        ds.substance,
        ut.admitted_on,
        ut.screens_through,
        ds.due_on,
        ds.collected_on,
        ds.result,
        ds.method,
        ds.expected,
        ds.result_at
    from drug_screens as ds
    inner join untested as ut on ds.client_id = ut.client_id
    where
        ds.substance <> 'cannabis'
        and coalesce(ds.due_on, ds.collected_on) >= ut.admitted_on
        and least(ds.due_on, ds.collected_on) <= as_of()
),

-- A definitive test outweighs a presumptive one of the same specimen and substance.
tested as (
    select
        lf.client_id,
        lf.specimen_id,
        any_value(lf.admitted_on) as admitted_on,
        any_value(lf.screens_through) as screens_through,
        min(lf.due_on) as due_on,
        min(lf.collected_on) as collected_on,
        arg_max(
            struct_pack(
                result := lf.result,
                known_on := coalesce(cast(lf.result_at as date), lf.collected_on),
                is_expected := coalesce(lf.expected, false)
            ),
            coalesce(lf.method = 'definitive' and lf.result in ('positive', 'negative'), false)
        ) as told,
        coalesce(
            bool_or(lf.method = 'definitive' and lf.result in ('positive', 'negative')), false
        ) as is_definitive
    from looked_for as lf
    group by lf.client_id, lf.specimen_id, lf.substance
),

-- One substance that is positive makes the specimen positive.
weighed as (
    select
        te.client_id,
        te.specimen_id,
        any_value(te.admitted_on) as admitted_on,
        any_value(te.screens_through) as screens_through,
        min(te.due_on) as due_on,
        min(te.collected_on) as collected_on,
        max(te.told.known_on) filter (where te.told.result is not null) as result_on,
        bool_or(te.told.result = 'positive' and not te.told.is_expected) as is_positive,
        bool_or(te.told.result = 'refused') as is_refused,
        bool_or(te.told.result in ('invalid', 'dilute')) as is_unreadable,
        bool_or(te.told.result is null) as is_pending,
        coalesce(bool_or(te.told.result = 'positive' and te.told.is_expected), false)
            as is_prescribed,
        bool_or(te.is_definitive) as is_definitive
    from tested as te
    group by te.client_id, te.specimen_id
)

select
    we.client_id,
    we.specimen_id,
    we.admitted_on,
    coalesce(we.due_on, we.collected_on) as on_day,
    we.due_on is not null as is_due,
    we.due_on,
    we.collected_on,
    we.result_on,
    we.is_prescribed,
    we.is_definitive,
    case
        when we.is_positive then '+'
        when we.is_refused then 'o'
        when we.is_unreadable then '*'
        when we.collected_on is not null then case when we.is_pending then '?' else '-' end
        when we.due_on < as_of() and we.due_on <= we.screens_through and ld.on_day is null then 'o'
    end as letter
from weighed as we
left join leave_day as ld on we.client_id = ld.client_id and we.due_on = ld.on_day
