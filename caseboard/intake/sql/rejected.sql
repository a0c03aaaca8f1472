-- A row with a mistake is outdone too where its key stands again on a row that counts: tried again, it would win.
create or replace temp table rejected as
with staged as (
    select t.rid, t.line, t.problem, {keys}, {weight} as weight
    from {typed} as t
),
outdone as (
    select t.rid, arg_max(w.line, (w.weight, w.rid)) as later, arg_max(w.rid, (w.weight, w.rid)) as winner
    from staged as t
    join staged as w using ({keys})
    where t.problem > 0 and t.problem not in ({weighed})
        and w.problem = 0 and (w.weight, w.rid) > (t.weight, t.rid)
    group by t.rid
)
select t.rid, t.line, t.problem as code, o.later, o.winner
from {typed} as t
left join outdone as o on t.rid = o.rid
where t.problem > 0
{more}
