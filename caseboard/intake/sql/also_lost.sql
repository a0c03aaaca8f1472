union all
select l.rid, t.line, l.code, null as later, null as winner
from {lost} as l
join {typed} as t on l.rid = t.rid
