/*
title = "Follow-ups after care, as known on the day"
*/
-- What a contact after the day brought is not known yet.
select
    coalesce(merged.client_id, fu.client_id) as client_id,
    fu.episode_id,
    fu.month,
    case when fu.contacted_on <= as_of() then fu.contacted_on end as contacted_on,
    case when fu.contacted_on <= as_of() then fu.days_abstinent_30 end as days_abstinent_30,
    case when fu.contacted_on <= as_of() then fu.in_treatment end as in_treatment
from clinic.follow_ups as fu
left join client_aliases as merged on fu.client_id = merged.old_id
where known_then(fu.known_from, fu.known_until)
