/*
title = "Entries recorded a second time, under another id of the same client"
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
-- After a merge a record system sends the old id's history again under the new id, and a person registered
-- twice may have been entered twice. One session is one visit, one log one day. Of two entries the more
-- informative counts (attended over missed; a definitive test over a presumptive one, then positive over
-- negative; a review that was done), then the one under the current id. What is not known yet on the day
-- does not count. Two forms of one day with different answers are both kept: for safety the higher one
-- counts. Of two alike the earlier one is kept, since the team may have answered it.
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

-- `weight`: how informative an entry is. Forms also carry the time from which they are known.
entry as (
    select
        'attendance' as table_name,
        att.rowid as row_id,
        att.client_id,
        att.session_id as entry,
        case
            when att.status in ('attended', 'late', 'left_early') then 2
            when att.status = 'scheduled' then 0
            else 1
        end as weight,
        null as form_known_from,
        att.known_from,
        att.known_until
    from clinic.attendance as att
    union all
    select
        'survey_items' as table_name,
        si.rowid as row_id,
        si.client_id,
        concat_ws('|', si.measure, si.given_on, si.item, si.value) as entry,
        0 as weight,
        si.known_from as form_known_from,
        si.known_from,
        si.known_until
    from clinic.survey_items as si
    union all
    select
        'form_scores' as table_name,
        fs.rowid as row_id,
        fs.client_id,
        concat_ws('|', fs.measure, fs.given_on, fs.scale, fs.score) as entry,
        fs.items_answered as weight,
        fs.known_from as form_known_from,
        fs.known_from,
        fs.known_until
    from clinic.form_scores as fs
    union all
    select
        'survey_scores' as table_name,
        ss.rowid as row_id,
        ss.client_id,
        concat_ws('|', ss.measure, ss.given_on, ss.scale, ss.score) as entry,
        0 as weight,
        ss.known_from as form_known_from,
        ss.known_from,
        ss.known_until
    from clinic.survey_scores as ss
    union all
    select
        'drug_screens' as table_name,
        ds.rowid as row_id,
        ds.client_id,
        concat_ws('|', ds.substance, ds.specimen_id) as entry,
        case
            when
                ds.result is null
                or not result_known(ds.result, ds.result_at, ds.collected_on, ds.due_on)
                then cast(coalesce(ds.collected_on <= as_of(), false) as integer)
            when ds.method = 'definitive' and ds.result = 'positive' then 5
            when ds.method = 'definitive' and ds.result = 'negative' then 4
            when ds.result = 'positive' then 3
            else 2
        end as weight,
        null as form_known_from,
        ds.known_from,
        ds.known_until
    from clinic.drug_screens as ds
    union all
    select
        'daily_logs' as table_name,
        dl.rowid as row_id,
        dl.client_id,
        cast(dl.logged_on as varchar) as entry,
        cast(coalesce(dl.used, false) as integer) as weight,
        null as form_known_from,
        dl.known_from,
        dl.known_until
    from clinic.daily_logs as dl
    union all
    select
        'plan_reviews' as table_name,
        rv.rowid as row_id,
        rv.client_id,
        concat_ws('|', rv.due_on, rv.kind) as entry,
        cast(coalesce(rv.done_on <= as_of(), false) as integer) as weight,
        null as form_known_from,
        rv.known_from,
        rv.known_until
    from clinic.plan_reviews as rv
    union all
    select
        'leaves' as table_name,
        lv.rowid as row_id,
        lv.client_id,
        concat_ws('|', lv.started_on, lv.kind) as entry,
        cast(coalesce(lv.ended_on <= as_of(), false) as integer) as weight,
        null as form_known_from,
        lv.known_from,
        lv.known_until
    from clinic.leaves as lv
    union all
    select
        'supports' as table_name,
        su.rowid as row_id,
        su.client_id,
        concat_ws('|', su.started_on, su.kind) as entry,
        case
            when su.ended_on <= as_of() then 2
            when su.last_contact_on <= as_of() then 1
            else 0
        end as weight,
        null as form_known_from,
        su.known_from,
        su.known_until
    from clinic.supports as su
)

select
    en.table_name,
    en.row_id,
    en.client_id
from entry as en
inner join number as nu on en.client_id = nu.number
where known_then(en.known_from, en.known_until)
qualify
    row_number() over (
        partition by en.table_name, nu.client_id, en.entry
        order by
            en.weight desc,
            en.form_known_from asc,
            en.client_id = nu.client_id desc,
            en.known_from desc,
            en.client_id asc
    ) > 1
