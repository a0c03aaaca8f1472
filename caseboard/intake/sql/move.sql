merge into clinic.{table} as e
using (
    select {keys}, v.moment, e.known_from as before{entered_at}
    from {staged}.{typed} as t
    join {verdict} as v on t.rid = v.rid and v.verdict = 4
    join clinic.{table} as e on {match} and e.known_until is null
) as c
on {matched} and (e.known_until is null or e.known_until = c.before)
when matched and e.known_until is null then update set known_from = c.moment{stamp}
when matched then update set known_until = c.moment
