merge into {verdict} as v
using (
    with early as (
        select t.rid, {keys}, {entered} as entered, e.known_from
        from {staged}.{typed} as t
        join {verdict} as n on t.rid = n.rid and n.verdict = 4
        join clinic.{table} as e on {match} and e.known_until is null
        {starts}
    ),
    -- not before the version that it took the place of, nor while the record was gone
    bound as (
        select
            t.rid,
            t.entered,
            t.known_from,
            max(case when e.known_until = t.known_from then e.known_from else e.known_until end) as after
        from early as t
        left join clinic.{table} as e on {match} and e.known_until > e.known_from
        group by t.rid, t.entered, t.known_from
    ),
    moved as (
        select
            rid,
            known_from,
            case when after is null or entered > after then entered else $loaded_at::timestamp end as moment
        from bound
    )
    select rid, case when moment < known_from then moment end as moment
    from moved
) as b
on v.rid = b.rid
when matched then update set verdict = case when b.moment is null then 3 else 4 end, moment = b.moment
