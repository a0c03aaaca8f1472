/*
title = "Scores as the extract gives them, as known on the day"
*/
select
    coalesce(merged.client_id, ss.client_id) as client_id,
    ss.measure,
    ss.scale,
    ss.given_on,
    ss.score,
    ss.entered_at,
    ss.known_from
from clinic.survey_scores as ss
left join client_aliases as merged on ss.client_id = merged.old_id
anti join recorded_twice as twice on ss.rowid = twice.row_id and twice.table_name = 'survey_scores'
where known_then(ss.known_from, ss.known_until)
