select count(*) filter (t.problem = 0), count(distinct hash({keys}))
from {source} as t
