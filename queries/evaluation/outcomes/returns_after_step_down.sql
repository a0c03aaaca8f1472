/*
title = "Return to a higher level within 90 days after a step down"
kind = "outcome"
say = "returned to a higher level within 90 days after the step down"
source = "A sign that the step down came too early; 90 days are assumed."
reviewed = 2026-11-24
help = "The signals are those of the last board before the step down. A sign of doing well is good here where its AUC is below .5. Times met are those that came on with that board; what stood before it counts in all other figures."
judges = ["worse", "better"]

[parameters.return_after_days]
type = "INTEGER"
default = 90
help = "A return counts within this many days after the step down"

[parameters.replay_step_days]
type = "INTEGER"
default = 7
help = "Days between two days of the replay"

[[examples]]
name = "down, and up again after a month"
as_of = 2026-06-15
replay = ["2026-02-15", "2026-02-22"]
episode = [
    { level = "intensive_outpatient", started_on = 2026-01-01, ended_on = 2026-02-24, end_reason = "stepped_down" },
    { level = "outpatient", started_on = 2026-02-24, ended_on = 2026-03-24, end_reason = "stepped_up" },
    { level = "intensive_outpatient", started_on = 2026-03-24 },
]
expect = { on_day = 2026-02-22, happened = true, happened_on = 2026-03-24 }
*/
-- The signals are those of the last board that showed the client at the higher level: there may be days between
-- the two episodes.
with down as (
    select
        rd.client_id,
        rd.on_day,
        lc.on_day as down_on,
        lv.rank as down_to
    from replay_day as rd
    inner join level_change as lc
        on
            rd.client_id = lc.client_id
            and lc.kind = 'down'
            and lc.on_day - cast(lc.days_between as integer) - rd.on_day
            between 1 and getvariable('replay_step_days')
    inner join level as lv on lc.to_level = lv.level
    where lc.on_day + getvariable('return_after_days') <= data_through('attendance')
),

raised as (
    select
        su.client_id,
        su.on_day,
        su.least_rank
    from step_up as su
    union all
    select
        lc.client_id,
        lc.on_day,
        lv.rank as least_rank
    from level_change as lc
    inner join level as lv on lc.to_level = lv.level
    where lc.kind = 'admitted'
)

select
    dn.client_id,
    dn.on_day,
    count(ra.on_day) > 0 as happened,
    min(ra.on_day) as happened_on
from down as dn
left join raised as ra
    on
        dn.client_id = ra.client_id
        and dn.down_to < ra.least_rank
        and dn.down_on < ra.on_day
        and ra.on_day <= dn.down_on + getvariable('return_after_days')
group by dn.client_id, dn.on_day
order by dn.client_id, dn.on_day
