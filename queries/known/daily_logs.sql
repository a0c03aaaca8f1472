/*
title = "Daily logs, as known on the day"
*/
select
    coalesce(merged.client_id, dl.client_id) as client_id,
    dl.logged_on,
    dl.craving,
    dl.mood,
    dl.stress,
    dl.sleep_hours,
    dl.exercise_minutes,
    dl.mindfulness_minutes,
    dl.used,
    dl.risky_situation,
    dl.triggers,
    dl.coping_skill,
    dl.entered_at,
    dl.known_from
from clinic.daily_logs as dl
left join client_aliases as merged on dl.client_id = merged.old_id
anti join recorded_twice as twice on dl.rowid = twice.row_id and twice.table_name = 'daily_logs'
where known_then(dl.known_from, dl.known_until)
