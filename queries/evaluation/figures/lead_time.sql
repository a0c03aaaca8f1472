/*
title = "Lead time: median days from the first day of a signal to the outcome, in each round"
grain = "one row a signal, group and round"

[parameters.signals_by_group]
type = "VARCHAR[]"
default = ["first_pane", "priority", "ready", "abstinent_and_steady"]
help = "Signals that are also reported by subgroup"
*/
with led as (
    select
        ps.client_id,
        ps.signal,
        unnest(ps.lead_days) as lead_days
    from person_signal as ps
),

drawn as (
    select
        le.signal,
        pg.subgroup,
        pg.member,
        rs.round,
        le.lead_days,
        unnest(range(rs.weight)) as copy
    from led as le
    inner join person_group as pg
        on
            le.client_id = pg.client_id
            and (
                pg.subgroup = 'everybody'
                or list_contains(getvariable('signals_by_group'), le.signal)
            )
    inner join resample as rs on le.client_id = rs.client_id
)

select
    dr.signal,
    dr.subgroup,
    dr.member,
    dr.round,
    median(dr.lead_days) as lead_days
from drawn as dr
group by dr.signal, dr.subgroup, dr.member, dr.round
