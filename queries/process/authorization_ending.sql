/*
title = "The authorization ends"
kind = "process"
severity = 1
say = "{what} {authorized_until}"
unit = "days that are left"
worse = "lower"
source = "Payers authorize days or weeks ahead; 7 days are assumed."
reviewed = 2026-11-24
assumed = ["authorization_days_ahead"]
battery = []

[parameters.authorization_days_ahead]
type = "INTEGER"
default = 7
help = "An authorization is shown from this many days before it ends"

[[examples]]
name = "it ends in seven days"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-01-14, authorized_until = 2026-03-22 }
expect = { state = "met", value = 7, threshold = 7, since = 2026-03-15, severity = 1, evidence = "Authorization ends 22 Mar" }

[[examples]]
name = "it ended yesterday"
as_of = 2026-03-15
episode = { level = "intensive_outpatient", started_on = 2026-01-14, authorized_until = 2026-03-14 }
expect = { state = "met", value = -1, since = 2026-03-15, severity = 2, evidence = "Authorization ended 14 Mar" }
*/
-- An episode without a date needs no authorization. Value: days left.
select
    f.client_id,
    case
        when f.authorized_until <= as_of() + getvariable('authorization_days_ahead') then 'met'
        else 'not_met'
    end as state,
    f.authorized_until - as_of() as value,
    getvariable('authorization_days_ahead') as threshold,
    case
        when f.authorized_until < as_of() then f.authorized_until + 1
        else f.authorized_until - getvariable('authorization_days_ahead')
    end as since,
    -- Passing days are not new evidence; an authorization that has ended is.
    case
        when f.authorized_until < as_of() then -1
        else getvariable('authorization_days_ahead')
    end as covered_value,
    case when f.authorized_until < as_of() then 2 else 1 end as severity,
    case
        when f.authorized_until < as_of() then 'Authorization ended' else 'Authorization ends'
    end as what,
    f.authorized_until
from client_fact as f
order by f.client_id
