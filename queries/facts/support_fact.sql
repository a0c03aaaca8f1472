/*
title = "What supports say about each client"
grain = "one row a client with a support"
*/
select
    sk.client_id,
    sk.has_next_step,
    sk.has_relapse_plan,
    sk.supports,
    sk.last_contact_on as support_contact_on
from support_kept as sk
