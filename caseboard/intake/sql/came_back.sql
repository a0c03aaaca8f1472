merge into {verdict} as v
using (
    with again as (
        select t.rid, {entered} as entered, {own} as own, e.known_until
        from {staged}.{typed} as t
        join {verdict} as n on t.rid = n.rid and n.verdict = 1
        join clinic.{table} as e on {match}
        {starts}
    ),
    latest as (
        select rid, any_value(entered) as entered, any_value(own) as own, max(known_until) as ended
        from again
        group by rid
    )
    select
        rid,
        case when entered > ended then entered else greatest($loaded_at::timestamp, ended, own) end as moment
    from latest
) as b
on v.rid = b.rid
when matched then update set moment = b.moment
