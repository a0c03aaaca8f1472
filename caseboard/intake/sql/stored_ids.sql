select e.{key} as id
from clinic.{table} as e
where e.known_until is null
