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
-- Known screens, read once for all that follows.
with screened as (
    select
        ds.client_id,
        ds.specimen_id,
        ds.substance,
        ds.due_on,
        ds.collected_on,
        ds.result,
        ds.method,
        ds.expected,
        ds.result_at
    from drug_screens as ds
),

tested as (
    select
        cl.client_id,
        count(*) as rows_of_own
    from open_client as cl
    inner join screened as ds
        on cl.client_id = ds.client_id and cl.primary_substance = ds.substance
    where ds.collected_on is not null or ds.result is not null or ds.due_on <= as_of()
    group by cl.client_id
),

untested as (
    select
        oc.client_id,
        oc.admitted_on,
        oc.screens_through
    from open_client as oc
    left join tested on oc.client_id = tested.client_id
    where tested.client_id is null
),

-- A definitive test outweighs a presumptive one of the same specimen and substance.
definitive as (
    select
        ds.client_id,
        ds.specimen_id,
        ds.substance
    from screened as ds
    where ds.method = 'definitive' and ds.result in ('positive', 'negative')
    group by ds.client_id, ds.specimen_id, ds.substance
),

weighed as (
    select
        ds.client_id,
        ds.specimen_id,
        oc.screens_through,
        ds.due_on,
        ds.collected_on,
        case
            when ds.result is not null
                then coalesce(cast(ds.result_at as date), ds.collected_on)
        end as result_on,
        ds.result = 'positive' and not coalesce(ds.expected, false) as is_positive,
        ds.result = 'refused' as is_refused,
        ds.result in ('invalid', 'dilute') as is_unreadable,
        ds.result is null as is_pending
    from screened as ds
    inner join open_client as oc
        on ds.client_id = oc.client_id and ds.substance = oc.primary_substance
    left join definitive as df
        on
            ds.client_id = df.client_id
            and ds.specimen_id = df.specimen_id
            and ds.substance = df.substance
    where
        coalesce(ds.due_on, ds.collected_on) >= oc.admitted_on
        and least(ds.due_on, ds.collected_on) <= as_of()
        and (df.client_id is null or ds.method = 'definitive')
    union all
    -- Any substance: one that is positive makes the specimen positive.
    select
        ds.client_id,
        ds.specimen_id,
        any_value(ut.screens_through) as screens_through,
        min(ds.due_on) as due_on,
        min(ds.collected_on) as collected_on,
        max(coalesce(cast(ds.result_at as date), ds.collected_on)) filter (
            where ds.result is not null
        ) as result_on,
        bool_or(ds.result = 'positive' and not coalesce(ds.expected, false)) as is_positive,
        bool_or(ds.result = 'refused') as is_refused,
        bool_or(ds.result in ('invalid', 'dilute')) as is_unreadable,
        bool_or(ds.result is null) as is_pending
    from screened as ds
    inner join untested as ut on ds.client_id = ut.client_id
    left join definitive as df
        on
            ds.client_id = df.client_id
            and ds.specimen_id = df.specimen_id
            and ds.substance = df.substance
    where
        ds.substance <> 'cannabis'
        and (df.client_id is null or ds.method = 'definitive')
        and coalesce(ds.due_on, ds.collected_on) >= ut.admitted_on
        and least(ds.due_on, ds.collected_on) <= as_of()
    group by ds.client_id, ds.specimen_id
)

select
    we.client_id,
    we.specimen_id,
    coalesce(we.due_on, we.collected_on) as on_day,
    we.due_on is not null as is_due,
    we.due_on,
    we.collected_on,
    we.result_on,
    case
        when we.is_positive then '+'
        when we.is_refused then 'o'
        when we.is_unreadable then '*'
        when we.collected_on is not null then case when we.is_pending then '?' else '-' end
        when we.due_on < as_of() and we.due_on <= we.screens_through and ld.on_day is null then 'o'
    end as letter
from weighed as we
left join leave_day as ld on we.client_id = ld.client_id and we.due_on = ld.on_day
