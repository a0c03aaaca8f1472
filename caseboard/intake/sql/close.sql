merge into clinic.{table} as e
using (
    {closed}
) as c
on {match} and e.known_until is null
-- a version that lay ahead never was known
when matched then update set known_from = least(e.known_from, c.ended), known_until = c.ended
