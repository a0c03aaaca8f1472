/*
title = "Drug screens, as known on the day"
*/
-- The due date is always known, a collection from its day, a result as in result_known. Later information is
-- masked; a test for cause is not known before it is collected.
with known_rows as (
    select
        coalesce(merged.client_id, ds.client_id) as client_id,
        ds.specimen_id,
        ds.substance,
        ds.due_on,
        case when ds.collected_on <= as_of() then ds.collected_on end as collected_on,
        ds.result,
        ds.method,
        ds.expected,
        ds.result_at,
        result_known(ds.result, ds.result_at, ds.collected_on, ds.due_on) as has_result
    from clinic.drug_screens as ds
    left join client_aliases as merged on ds.client_id = merged.old_id
    anti join recorded_twice as twice
        on ds.rowid = twice.row_id and twice.table_name = 'drug_screens'
    where
        known_then(ds.known_from, ds.known_until)
        and (ds.due_on is not null or ds.collected_on <= as_of())
)

select
    kr.client_id,
    kr.specimen_id,
    kr.substance,
    kr.due_on,
    kr.collected_on,
    case when kr.has_result then kr.result end as result,
    case when kr.has_result then kr.method end as method,
    case when kr.has_result then kr.expected end as expected,
    case when kr.has_result then kr.result_at end as result_at
from known_rows as kr
