create or replace temp table session_start as
with given as (
    {given}
),
stored as (
    select e.session_id as id, max(e.starts_at) as starts_at
    from clinic.sessions as e
    where e.known_until is null
    group by e.session_id
)
select
    coalesce(g.id, s.id) as id,
    coalesce(g.starts_at, s.starts_at) as starts_at
from given as g
full join stored as s on g.id = s.id
