merge into clinic.{table} as e
using (
    {closed}
) as c
-- a version that lay ahead never was known, and the one before it ends now too
on {match} and (e.known_until is null or e.known_until > c.ended)
when matched then update set known_from = least(e.known_from, c.ended), known_until = c.ended
