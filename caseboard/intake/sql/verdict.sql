create or replace temp table {verdict} as
with stored as (
    select * from clinic.{table} as e where e.known_until is null
),
accepted as (
    select t.*, {entered} as moment
    from {staged}.{typed} as t
    where t.problem = 0 {rest}
)
select
    t.rid,
    case
        when e.known_from is null then 1
        when not {same} then 2
        when {earlier} then 4
        else 3
    end as verdict,
    case
        when e.known_from is null or {same} then null
        when t.moment > {before} then t.moment
        -- nobody has seen a version that lies ahead: what it should have said is known from its own day
        when e.known_from > $loaded_at::timestamp then greatest($loaded_at::timestamp, {own})
        else $loaded_at::timestamp
    end as moment,
    case when t.moment > {before} then t.moment else $loaded_at::timestamp end as ended{kept}
from accepted as t
left join stored as e on {match}
{starts}
