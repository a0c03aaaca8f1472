/*
title = "Supports and aftercare arrangements, as known on the day"
*/
-- An end or a contact after the day is not known yet.
select
    coalesce(merged.client_id, su.client_id) as client_id,
    su.kind,
    su.started_on,
    case when su.ended_on <= as_of() then su.ended_on end as ended_on,
    case when su.last_contact_on <= as_of() then su.last_contact_on end as last_contact_on
from clinic.supports as su
left join client_aliases as merged on su.client_id = merged.old_id
anti join recorded_twice as twice on su.rowid = twice.row_id and twice.table_name = 'supports'
where known_then(su.known_from, su.known_until)
