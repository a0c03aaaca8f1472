/*
title = "What stands in the record a second time, under another number of the same client"
kind = "table"
grain = "one row an entry that does not count"

[[examples]]
name = "an outcome says more than a session that was only scheduled"
as_of = 2026-03-15
alone = true
merged = ["2026-03-12 OLD X"]
attendance = ["2026-03-09 scheduled", { client_id = "OLD", session_id = "X-1-S", status = "attended", known_from = 2026-03-09T12:00:00 }]
expect = { table_name = "attendance", client_id = "X" }
*/
-- After a merge a record system sends what it had under the old number again, under the new one, and a
-- person who was registered twice may have been entered twice. One session is one visit, one log one day:
-- what says more speaks (a visit under one of the two was a visit; a definitive test outweighs a presumptive
-- one, then use is believed; a review that was done), then the number that stands. What is not known yet on the
-- day says nothing. Two forms of one day that say something else are both kept: for safety the higher one
-- speaks. Of two that say the same the earlier one stands, since the team may have answered it.
with number as (
    select
        ca.old_id as number,
        ca.client_id
    from client_aliases as ca
    union
    select
        ca.client_id as number,
        ca.client_id
    from client_aliases as ca
),

entry as (
    select
        'attendance' as table_name,
        att.rowid as row_id,
        nu.client_id as owner,
        att.client_id,
        att.session_id as entry,
        case
            when att.status in ('attended', 'late', 'left_early') then 2
            when att.status = 'scheduled' then 0
            else 1
        end as weight,
        cast(att.client_id = nu.client_id as integer) as standing,
        att.known_from
    from clinic.attendance as att
    inner join number as nu on att.client_id = nu.number
    where known_then(att.known_from, att.known_until)
    union all
    select
        'survey_items' as table_name,
        si.rowid as row_id,
        nu.client_id as owner,
        si.client_id,
        concat_ws('|', si.measure, si.given_on, si.item, si.value) as entry,
        0 as weight,
        -epoch(si.known_from) as standing,
        si.known_from
    from clinic.survey_items as si
    inner join number as nu on si.client_id = nu.number
    where known_then(si.known_from, si.known_until)
    union all
    select
        'form_scores' as table_name,
        fs.rowid as row_id,
        nu.client_id as owner,
        fs.client_id,
        concat_ws('|', fs.measure, fs.given_on, fs.scale, fs.score) as entry,
        fs.items_answered as weight,
        -epoch(fs.known_from) as standing,
        fs.known_from
    from clinic.form_scores as fs
    inner join number as nu on fs.client_id = nu.number
    where known_then(fs.known_from, fs.known_until)
    union all
    select
        'survey_scores' as table_name,
        ss.rowid as row_id,
        nu.client_id as owner,
        ss.client_id,
        concat_ws('|', ss.measure, ss.given_on, ss.scale, ss.score) as entry,
        0 as weight,
        -epoch(ss.known_from) as standing,
        ss.known_from
    from clinic.survey_scores as ss
    inner join number as nu on ss.client_id = nu.number
    where known_then(ss.known_from, ss.known_until)
    union all
    select
        'drug_screens' as table_name,
        ds.rowid as row_id,
        nu.client_id as owner,
        ds.client_id,
        concat_ws('|', ds.substance, ds.specimen_id) as entry,
        case
            when
                ds.result is null
                or coalesce(cast(ds.result_at as date), ds.collected_on, ds.due_on) > as_of()
                or not coalesce(ds.collected_on <= as_of(), ds.result = 'refused')
                then cast(coalesce(ds.collected_on <= as_of(), false) as integer)
            when ds.method = 'definitive' and ds.result in ('positive', 'negative') then 4
            when ds.result = 'positive' then 3
            else 2
        end as weight,
        cast(ds.client_id = nu.client_id as integer) as standing,
        ds.known_from
    from clinic.drug_screens as ds
    inner join number as nu on ds.client_id = nu.number
    where known_then(ds.known_from, ds.known_until)
    union all
    select
        'daily_logs' as table_name,
        dl.rowid as row_id,
        nu.client_id as owner,
        dl.client_id,
        cast(dl.logged_on as varchar) as entry,
        cast(coalesce(dl.used, false) as integer) as weight,
        cast(dl.client_id = nu.client_id as integer) as standing,
        dl.known_from
    from clinic.daily_logs as dl
    inner join number as nu on dl.client_id = nu.number
    where known_then(dl.known_from, dl.known_until)
    union all
    select
        'plan_reviews' as table_name,
        rv.rowid as row_id,
        nu.client_id as owner,
        rv.client_id,
        concat_ws('|', rv.due_on, rv.kind) as entry,
        cast(coalesce(rv.done_on <= as_of(), false) as integer) as weight,
        cast(rv.client_id = nu.client_id as integer) as standing,
        rv.known_from
    from clinic.plan_reviews as rv
    inner join number as nu on rv.client_id = nu.number
    where known_then(rv.known_from, rv.known_until)
    union all
    select
        'leaves' as table_name,
        lv.rowid as row_id,
        nu.client_id as owner,
        lv.client_id,
        concat_ws('|', lv.started_on, lv.kind) as entry,
        cast(coalesce(lv.ended_on <= as_of(), false) as integer) as weight,
        cast(lv.client_id = nu.client_id as integer) as standing,
        lv.known_from
    from clinic.leaves as lv
    inner join number as nu on lv.client_id = nu.number
    where known_then(lv.known_from, lv.known_until)
    union all
    select
        'supports' as table_name,
        su.rowid as row_id,
        nu.client_id as owner,
        su.client_id,
        concat_ws('|', su.started_on, su.kind) as entry,
        case
            when su.ended_on <= as_of() then 2
            when su.last_contact_on <= as_of() then 1
            else 0
        end as weight,
        cast(su.client_id = nu.client_id as integer) as standing,
        su.known_from
    from clinic.supports as su
    inner join number as nu on su.client_id = nu.number
    where known_then(su.known_from, su.known_until)
)

select
    en.table_name,
    en.row_id,
    en.client_id
from entry as en
qualify
    row_number() over (
        partition by en.table_name, en.owner, en.entry
        order by
            en.weight desc, en.standing desc, en.known_from desc, en.client_id asc
    ) > 1
