select
    t.rid,
    t.line,
    {names},
    cast({problem} as usmallint) as problem
from (
    select
        s.*,
        {typed}
    from (
        select
            {rid} as rid,
            cast({line} as bigint) as line,
            {broken},
            {raws}
        from {relation} as r
        {where}
    ) as s
) as t
{joins}
