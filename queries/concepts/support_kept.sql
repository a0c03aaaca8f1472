/*
title = "Supports and aftercare arrangements in place"
grain = "one row a client with a support"

[[examples]]
name = "a sponsor, a next provider and a relapse prevention plan"
as_of = 2026-03-15
supports = ["2026-01-20 sponsor last_contact_on=2026-03-01", "2026-02-01 outpatient_provider", "2026-02-01 relapse_prevention_plan"]
expect = { has_next_step = true, has_relapse_plan = true, last_contact_on = 2026-03-01 }
*/
-- Plans are documents; only people and groups can be in contact.
select
    su.client_id,
    bool_or(su.kind in ('discharge_plan', 'outpatient_provider')) as has_next_step,
    bool_or(su.kind = 'relapse_prevention_plan') as has_relapse_plan,
    max(su.last_contact_on) filter (
        where su.kind not in ('discharge_plan', 'relapse_prevention_plan')
    ) as last_contact_on
from supports as su
where su.started_on <= as_of() and su.ended_on is null
group by su.client_id
