/*
title = "Every rule for one client: met, not met, missing or not used here"
kind = "query"
grain = "one row a rule"

[parameters.client_id]
type = "VARCHAR"
help = "The client"
*/
-- "Why", "why not", "how far off" and "what is missing" are one question.
select
    rs.rule,
    rs.title,
    rs.kind,
    rs.state,
    rs.severity,
    rs.value,
    rs.threshold,
    rs.unit,
    rs.since,
    rs.evidence,
    rs.suggests,
    rs.source
from rule_state as rs
where rs.client_id = getvariable('client_id')
order by
    case rs.kind
        when 'safety' then 1
        when 'more_intensity' then 2
        when 'step_down' then 3
        when 'data_gap' then 4
        else 5
    end asc,
    case rs.state when 'met' then 1 when 'not_met' then 2 when 'missing' then 3 else 4 end asc,
    rs.severity desc nulls last,
    rs.rule asc
