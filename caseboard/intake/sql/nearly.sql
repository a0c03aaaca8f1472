select count(*)
from {lost} as l
join {typed} as t on l.rid = t.rid
semi join {ids} as k on ltrim(lower(t.{column}), '0') = ltrim(lower(k.id), '0')
where l.code = {code}
