/*
title = "Aftercare arrangements still missing"
grain = "one row an open client and arrangement that is missing"
source = "TIP 47 on continuing care: a next step, a plan for a lapse, somebody to call."
reviewed = 2026-11-24

[parameters.support_contact_days]
type = "INTEGER"
default = 30
help = "A support counts as in contact within this many days"

[[examples]]
name = "a sponsor who was last in contact 30 days ago, and no plan"
as_of = 2026-03-15
supports = ["2026-01-20 sponsor last_contact_on=2026-02-13"]
expect = [{ kind = "contact" }, { kind = "discharge_plan", title = "Discharge plan or next provider" }, { kind = "relapse_prevention_plan" }]
*/
-- The same as in rules/step_down/goals_and_aftercare; a discharge plan and a next provider stand for each other.
-- Contact is counted up to the last day for which anything was entered: later contacts are not known.
select
    oc.client_id,
    lacking.kind,
    lacking.title
from open_client as oc
left join support_kept as sk on oc.client_id = sk.client_id
cross join (
    values
    ('contact', 'Support in contact'),
    ('discharge_plan', 'Discharge plan or next provider'),
    ('relapse_prevention_plan', 'Relapse prevention plan')
) as lacking (kind, title)
where
    not coalesce(
        case lacking.kind
            when 'contact'
                then
                    coalesce(
                        sk.last_contact_on
                        > oc.contacts_through - getvariable('support_contact_days'),
                        sk.last_contact_on is not null
                    )
            when 'discharge_plan' then sk.has_next_step
            else sk.has_relapse_plan
        end,
        false
    )
order by oc.client_id, lacking.kind
