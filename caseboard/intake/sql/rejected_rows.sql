select x.rid, x.line, x.code, x.later, x.winner, {file}, {raw}
from rejected as x
join {relation} as r on x.rid = r.rowid + {start}
where x.rid > {last} and x.rid < {end}
order by x.rid
limit {batch}
