/*
title = "Decisions of the team up to the day, amendments in place of what they amend"
*/
-- A decision is known from the moment it was recorded, whichever board was open. An amendment is a new
-- entry that names the entry it replaces.
select
    de.decision_id,
    de.conference_id,
    coalesce(merged.client_id, de.client_id) as client_id,
    de.decided_at,
    de.as_of,
    de.decision,
    de.reason,
    de.owner,
    de.due_on,
    de.present,
    de.answers,
    de.amends
from clinic.decisions as de
left join client_aliases as merged on de.client_id = merged.old_id
anti join clinic.decisions as later
    on de.decision_id = later.amends and later.decided_at < as_of() + interval 1 day
where de.decided_at < as_of() + interval 1 day
