union all
select l.rid, t.line, l.code, null as later
from {lost} as l
join {typed} as t on l.rid = t.rid
