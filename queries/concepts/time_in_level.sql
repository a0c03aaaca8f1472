/*
title = "Days at each level of an admission"
grain = "one row a client, admission and level"

[[examples]]
name = "30 days of IOP, ten of outpatient, five of them again IOP"
as_of = 2026-03-15
episode = [
    { started_on = 2026-01-29, ended_on = 2026-02-28 },
    { level = "outpatient", started_on = 2026-02-28, ended_on = 2026-03-10 },
    { started_on = 2026-03-11 },
]
expect = [
    { level = "intensive_outpatient", days = 35, stays = 2, first_on = 2026-01-29 },
    { level = "outpatient", days = 10, stays = 1 },
]
*/
select
    ls.client_id,
    ls.admission_number,
    ls.admitted_on,
    ls.level,
    cast(sum(ls.days) as integer) as days,
    cast(count(*) as integer) as stays,
    min(ls.from_on) as first_on,
    max(ls.to_on) as last_on
from level_stay as ls
group by ls.client_id, ls.admission_number, ls.admitted_on, ls.level
order by ls.client_id, ls.admission_number, first_on
