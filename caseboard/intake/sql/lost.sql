insert into {lost}
select t.rid, {code} as code
from {staged}.{typed} as t
anti join {ids} as k on t.{column} = k.id
where t.problem = 0 and t.{column} is not null
    and t.rid not in (select l.rid from {lost} as l)
