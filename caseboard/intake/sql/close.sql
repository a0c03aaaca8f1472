merge into clinic.{table} as e
using (
    {closed}
) as c
on {match} and e.known_until is null
when matched then update set known_until = c.moment
