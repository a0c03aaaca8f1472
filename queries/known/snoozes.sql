/*
title = "Flags snoozed up to the day"
*/
select
    sn.snooze_id,
    coalesce(merged.client_id, sn.client_id) as client_id,
    sn.rule,
    sn.snoozed_at,
    sn.until_on,
    sn.reason,
    sn.snoozed_by,
    sn.value
from clinic.snoozes as sn
left join client_aliases as merged on sn.client_id = merged.old_id
where sn.snoozed_at < as_of() + interval 1 day
