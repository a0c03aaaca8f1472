/*
title = "Admissions, moves between levels, and discharges"
grain = "one row a move"

[[examples]]
name = "admitted, up, down"
as_of = 2026-03-15
episode = [
    { started_on = 2026-01-01, ended_on = 2026-01-20, end_reason = "stepped_up" },
    { level = "residential", started_on = 2026-01-20, ended_on = 2026-02-20, end_reason = "stepped_down" },
    { level = "outpatient", started_on = 2026-02-22 },
]
expect = [
    { on_day = 2026-01-01, kind = "admitted", from_level = "null", to_level = "intensive_outpatient" },
    { on_day = 2026-01-20, kind = "up", from_level = "intensive_outpatient", to_level = "residential", reason = "stepped_up" },
    { on_day = 2026-02-22, kind = "down", from_level = "residential", to_level = "outpatient", reason = "stepped_down", days_between = 2 },
]
*/
-- A move is what happened, whoever decided it. Episodes up to 14 days apart are one admission, so a move
-- may have days between, and a return to the same level after such a gap is `returned`.
with moved as (
    select
        ls.client_id,
        ls.admission_number,
        ls.from_on,
        ls.to_on,
        ls.level,
        ls.end_reason,
        ls.discharged_on,
        lag(ls.level) over stays as from_level,
        lag(ls.to_on) over stays as from_to_on,
        lag(ls.end_reason) over stays as reason,
        lead(ls.level) over stays is null as is_last
    from level_stay as ls
    window stays as (partition by ls.client_id, ls.admission_number order by ls.from_on)
),

told as (
    select
        mo.client_id,
        mo.admission_number,
        mo.from_on as on_day,
        case
            when mo.from_level is null then 'admitted'
            when mo.from_level = mo.level then 'returned'
            when tl.rank > fl.rank then 'up'
            when tl.rank < fl.rank then 'down'
            else 'moved'
        end as kind,
        mo.from_level,
        mo.level as to_level,
        mo.reason,
        mo.from_on - mo.from_to_on - 1 as days_between
    from moved as mo
    left join level as fl on mo.from_level = fl.level
    left join level as tl on mo.level = tl.level
    union all
    select
        mo.client_id,
        mo.admission_number,
        mo.discharged_on as on_day,
        'discharged' as kind,
        mo.level as from_level,
        null as to_level,
        mo.end_reason as reason,
        null as days_between
    from moved as mo
    where mo.is_last and mo.discharged_on is not null
)

select
    te.client_id,
    te.admission_number,
    te.on_day,
    te.kind,
    te.from_level,
    te.to_level,
    te.reason,
    te.days_between
from told as te
order by te.client_id asc, te.on_day asc, te.kind = 'discharged' asc
