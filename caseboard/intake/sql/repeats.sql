create table {repeated} as
with good as (
    select t.* from {typed} as t
    where t.problem = 0
),
winners as (
    select {keys}, {wins} as rid
    from good
    group by {keys}
    having count(*) > 1
)
select t.rid, w.rid as winner, ({same}) as same
from good as t
join winners as l using ({keys})
join good as w on l.rid = w.rid
where t.rid <> l.rid
