update {verdict} as v
set verdict = 5
from {staged}.{typed} as t
join clinic.{table} as e on {match} and e.known_until is null
where t.rid = v.rid and v.verdict = 2 and not coalesce({silent}, false) and {stands}
