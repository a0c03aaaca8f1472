/*
title = "Actions agreed on up to the day"
*/
-- Marking an action as done adds an entry for it: the latest entry counts, and of two of one time the one that
-- says done.
select
    ai.action_id,
    ai.decision_id,
    coalesce(merged.client_id, ai.client_id) as client_id,
    ai.action,
    ai.owner,
    ai.due_on,
    case when ai.done_on <= as_of() then ai.done_on end as done_on,
    ai.recorded_at
from clinic.action_items as ai
left join client_aliases as merged on ai.client_id = merged.old_id
where ai.recorded_at < as_of() + interval 1 day
qualify
    row_number() over (
        partition by ai.action_id
        order by ai.recorded_at desc, ai.done_on desc nulls last
    ) = 1
