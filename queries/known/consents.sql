/*
title = "Consents, as known on the day"
*/
-- A consent revoked after the day still holds.
select
    coalesce(merged.client_id, co.client_id) as client_id,
    co.recipient,
    co.given_on,
    co.scope,
    co.expires_on,
    case when co.revoked_on <= as_of() then co.revoked_on end as revoked_on
from clinic.consents as co
left join client_aliases as merged on co.client_id = merged.old_id
where known_then(co.known_from, co.known_until)
