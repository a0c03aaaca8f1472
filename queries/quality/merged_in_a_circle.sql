/*
title = "Ids merged in a circle"
kind = "check"
grain = "one row an id"
help = "A into B and B into A, or an id into itself: nobody can say which client is meant, so each id stays a client of its own."
reviewed = 2026-11-24

[[examples]]
name = "two ids, each merged into the other"
as_of = 2026-03-15
alone = true
merged = ["2026-03-01 X Y", "2026-03-01 Y X"]
expect = [{ old_id = "X", merged_into = "Y" }, { old_id = "Y", merged_into = "X" }]

[[examples]]
name = "a plain merge"
as_of = 2026-03-15
alone = true
merged = ["2026-03-01 OLD X"]
expect = []
*/
-- Until somebody says which id is right, what was recorded under one is not on the other's page.
select
    ca.old_id,
    ca.client_id as merged_into,
    ca.merged_on
from clinic.client_aliases as ca
left join client_aliases as followed on ca.old_id = followed.old_id
where
    known_then(ca.known_from, ca.known_until)
    and coalesce(ca.merged_on <= as_of(), true)
    and followed.old_id is null
order by ca.old_id
