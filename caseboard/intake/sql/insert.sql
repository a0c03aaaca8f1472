insert into clinic.{table} ({names}, known_from, known_until)
select {columns}, {known_from} as known_from, null as known_until
from {staged}.{typed} as t
{joins}
where t.problem = 0 {rest}
{ordered}
