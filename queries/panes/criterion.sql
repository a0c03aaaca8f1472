/*
title = "Criteria for a step down, client by client"
kind = "query"
grain = "one row a client and criterion"
*/
select
    cr.rule,
    cr.client_id,
    cr.state,
    cr.value,
    cr.threshold,
    cr.since,
    cr.evidence
from criterion as cr
order by cr.client_id, cr.rule
