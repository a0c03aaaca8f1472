/*
title = "Scores computed from the items of a form, as known on the day"
*/
-- Forms are scored at load; a correction is a new version. A form without a single answer counts as not
-- given: it neither replaces the form before nor shows a contact.
select
    coalesce(merged.client_id, fs.client_id) as client_id,
    fs.measure,
    fs.given_on,
    fs.scale,
    fs.score,
    fs.items_answered,
    fs.items_expected,
    fs.prorated,
    fs.known_from
from clinic.form_scores as fs
left join client_aliases as merged on fs.client_id = merged.old_id
anti join recorded_twice as twice on fs.rowid = twice.row_id and twice.table_name = 'form_scores'
where known_then(fs.known_from, fs.known_until) and fs.items_answered > 0
