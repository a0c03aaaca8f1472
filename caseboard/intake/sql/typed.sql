select
    t.rid,
    t.line,
    {names},
    cast(case
        {cases}
        else 0
    end as usmallint) as problem
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
    ) as s
) as t
{joins}
