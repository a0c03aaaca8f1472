create or replace temp table rejected as
select t.rid, t.line, t.problem as code, cast(null as bigint) as later,
    cast(null as bigint) as winner
from {typed} as t
where t.problem > 0
{more}
