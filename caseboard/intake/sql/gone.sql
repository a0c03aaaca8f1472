create or replace temp table {gone} as
select {keys}, $loaded_at::timestamp as ended
from clinic.{table} as e
{starts}
where e.known_until is null
    and {within}
    and not exists (select 1 from {staged}.{typed} as t where {match})
