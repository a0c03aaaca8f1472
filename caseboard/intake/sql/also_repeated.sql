union all
select d.rid, t.line, 0 as code, w.line as later, d.winner
from {repeated} as d
join {typed} as t on d.rid = t.rid
join {typed} as w on d.winner = w.rid
where not d.same
