insert into {target}
select distinct e.{key} as id
from clinic.{table} as e
where e.known_until is null and e.{key} not in (select k.id from {target} as k)
