/*
title = "Weeks in care that the two main outcomes judge"
kind = "table"
grain = "one row a client and day of the replay"
source = "Weeks 4 to 16, a visit in the last four weeks, and four more weeks before the end of the episode: how the trials CTN-0027 and CTN-0030 were judged when priority was set."
reviewed = 2026-11-24

[parameters.outcome_days]
type = "INTEGER"
default = 28
help = "Length of the outcome period after the day of the board, in days"

[parameters.first_week_judged]
type = "INTEGER"
default = 4
help = "The first week of the admission that is judged"

[parameters.last_week_judged]
type = "INTEGER"
default = 16
help = "The last week of the admission that is judged"

[columns]
last_visit_on = "on or before the day"
next_visit_on = "in the outcome period; empty: none"
*/
-- Weeks on leave are left out: absence is expected then.
with visited as (
    select
        sd.client_id,
        sd.on_day,
        sd.started_on,
        sd.is_in_care,
        max(vd.on_day) filter (where vd.on_day <= sd.on_day) as last_visit_on,
        min(vd.on_day) filter (where vd.on_day > sd.on_day) as next_visit_on
    from stay_day as sd
    left join leave_day as ld on sd.client_id = ld.client_id and sd.on_day = ld.on_day
    inner join visit_day as vd
        on
            sd.client_id = vd.client_id
            and vd.on_day > sd.on_day - getvariable('outcome_days')
            and vd.on_day <= sd.on_day + getvariable('outcome_days')
    where
        sd.week between getvariable('first_week_judged') and getvariable('last_week_judged')
        and (sd.is_in_care or sd.is_left)
        and ld.on_day is null
    group by sd.client_id, sd.on_day, sd.started_on, sd.is_in_care
)

select
    vi.client_id,
    vi.on_day,
    vi.started_on,
    vi.is_in_care,
    vi.last_visit_on,
    vi.next_visit_on
from visited as vi
where vi.last_visit_on is not null
