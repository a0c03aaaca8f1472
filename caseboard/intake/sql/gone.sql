create or replace temp table {gone} as
select {keys}, greatest($loaded_at::timestamp, e.known_from) as moment
from clinic.{table} as e
{starts}
where e.known_until is null
    and cast({dated} as date) between $from_day and $to_day
    and not exists (select 1 from {staged}.{typed} as t where {match})
