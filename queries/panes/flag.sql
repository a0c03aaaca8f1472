/*
title = "Flags that stand, process included"
kind = "query"
grain = "one row a client and rule that is met"
*/
-- What is only process (a review overdue, an authorization that ends) is told here and moves no pane.
select
    fl.rule,
    fl.kind,
    fl.severity,
    fl.client_id,
    fl.value,
    fl.threshold,
    fl.since,
    fl.evidence,
    fl.suggests,
    fl.answered_on
from flag as fl
union all
select
    pf.rule,
    pf.kind,
    pf.severity,
    pf.client_id,
    pf.value,
    pf.threshold,
    pf.since,
    pf.evidence,
    pf.suggests,
    pf.answered_on
from process_flag as pf
order by client_id asc, severity desc, rule asc
