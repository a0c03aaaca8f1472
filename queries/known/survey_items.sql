/*
title = "Answers on survey forms, as known on the day"
*/
select
    coalesce(merged.client_id, si.client_id) as client_id,
    si.measure,
    si.given_on,
    si.item,
    si.value,
    si.entered_at,
    si.known_from
from clinic.survey_items as si
left join client_aliases as merged on si.client_id = merged.old_id
anti join recorded_twice as twice on si.rowid = twice.row_id and twice.table_name = 'survey_items'
where known_then(si.known_from, si.known_until)
