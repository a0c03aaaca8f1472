/*
title = "Supports and plans in words"

[[examples]]
name = "two kinds are documents, the others are people and groups"
expect = [
    { kind = "alumni", is_plan = false },
    { kind = "discharge_plan", title = "Discharge plan", is_plan = true },
    { kind = "faith" },
    { kind = "family" },
    { kind = "mutual_aid" },
    { kind = "outpatient_provider", title = "Next provider", is_plan = false },
    { kind = "recovery_coach" },
    { kind = "relapse_prevention_plan", is_plan = true },
    { kind = "sober_living" },
    { kind = "sponsor" },
    { kind = "vocational" },
]
*/
-- Plans are documents; only people and groups can be in contact.
select
    word.kind,
    word.title,
    word.is_plan
from (
    values
    ('alumni', 'Alumni group', false),
    ('discharge_plan', 'Discharge plan', true),
    ('faith', 'Faith community', false),
    ('family', 'Family', false),
    ('mutual_aid', 'Mutual aid group', false),
    ('outpatient_provider', 'Next provider', false),
    ('recovery_coach', 'Recovery coach', false),
    ('relapse_prevention_plan', 'Relapse prevention plan', true),
    ('sober_living', 'Sober living', false),
    ('sponsor', 'Sponsor', false),
    ('vocational', 'Work or training', false)
) as word (kind, title, is_plan)
order by word.kind
