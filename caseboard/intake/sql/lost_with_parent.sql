update {lost} as l
set code = {code} + 1
where l.code = {code}
    and l.rid in (
        select t.rid
        from {typed} as t
        join {parent} as p on t.{column} = p.{key}
    )
