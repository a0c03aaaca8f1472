/*
title = "Ids that were merged, and the client they belong to now"
kind = "table"
*/
-- An id that was merged twice (a to b, then b to c) leads to the last one in two steps.
select
    ca.old_id,
    coalesce(onward.client_id, ca.client_id) as client_id,
    ca.merged_on
from clinic.client_aliases as ca
left join clinic.client_aliases as onward
    on
        ca.client_id = onward.old_id
        and known_then(onward.known_from, onward.known_until)
        and coalesce(onward.merged_on <= as_of(), true)
where
    known_then(ca.known_from, ca.known_until)
    and coalesce(ca.merged_on <= as_of(), true)
