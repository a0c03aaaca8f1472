select t.rid, cast({code} as usmallint) as code
from {staged}.{typed} as t
anti join {ids} as k on t.{column} = k.id
where t.problem = 0 and t.{column} is not null {rest}
