/*
title = "The signals of the replay, with the stretch that each belongs to"
kind = "table"
grain = "one row a client, day and signal that is on or has a score"

[parameters.replay_step_days]
type = "INTEGER"
default = 7
help = "Days between two days of the replay"

[columns]
is_new = "on, and not on a week before: an alert"
stretch_from = "the first day of the weeks in a row on which it is on"
*/
with told as (
    select
        coalesce(ca.client_id, sr.client_id) as client_id,
        sr.on_day,
        sr.signal,
        any_value(sr.side) as side,
        max(sr.score) as score,
        bool_or(sr.is_on) as is_on
    from signal_row as sr
    left join client_aliases as ca on sr.client_id = ca.old_id
    group by coalesce(ca.client_id, sr.client_id), sr.on_day, sr.signal
),

followed as (
    select
        te.client_id,
        te.on_day,
        te.signal,
        te.side,
        te.score,
        te.is_on,
        lag(te.on_day) over (
            partition by te.client_id, te.signal, te.is_on
            order by te.on_day
        ) as on_before
    from told as te
),

begun as (
    select
        fo.client_id,
        fo.on_day,
        fo.signal,
        fo.side,
        fo.score,
        fo.is_on,
        fo.is_on and coalesce(fo.on_before < fo.on_day - getvariable('replay_step_days'), true)
            as is_new
    from followed as fo
)

select
    be.client_id,
    be.on_day,
    be.signal,
    be.side,
    be.score,
    be.is_on,
    be.is_new,
    max(case when be.is_new then be.on_day end) over (
        partition by be.client_id, be.signal
        order by be.on_day
        rows between unbounded preceding and current row
    ) as stretch_from
from begun as be
