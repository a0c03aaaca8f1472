/*
title = "Ids merged in a circle"
kind = "check"
grain = "one row an id"
help = "A into B and B into A: nobody can say which client is meant, so each id stays a client of its own."
reviewed = 2026-11-24

[[examples]]
name = "two ids, each merged into the other"
as_of = 2026-03-15
alone = true
merged = ["2026-03-01 X Y", "2026-03-15 Y X", "2026-03-01 OLD Z"]
expect = [{ old_id = "X", merged_into = "Y" }, { old_id = "Y", merged_into = "X" }]

[[examples]]
name = "a merge that was taken back, and one that is a circle from tomorrow on"
as_of = 2026-03-15
alone = true
merged = ["2026-03-01 X X", "2026-03-01 Y Z", "2026-03-16 Z Y"]
expect = []
*/
-- Until somebody says which id is right, what was recorded under one is not on the other's page.
-- An id into itself is no circle: that is how a merge is taken back.
select
    ca.old_id,
    ca.client_id as merged_into,
    ca.merged_on
from clinic.client_aliases as ca
left join client_aliases as followed on ca.old_id = followed.old_id
where
    known_then(ca.known_from, ca.known_until)
    and coalesce(ca.merged_on <= as_of(), true)
    and ca.old_id <> ca.client_id
    and followed.old_id is null
order by ca.old_id
