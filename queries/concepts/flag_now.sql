/*
title = "The flags that stand on the day"
kind = "table"
grain = "one row a client and rule that is met"
*/
-- `flag` kept for the time of a question: panes, priority and board all read it.
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
    fl.answered_on,
    -- Worst first: what is new about safety, then what moves a client, then what is missing.
    concat(
        case
            when fl.kind = 'safety' and fl.answered_on is null then 1
            when fl.kind = 'data_gap' then 3
            else 2
        end,
        9 - fl.severity,
        fl.rule
    ) as sort_key
from flag as fl
