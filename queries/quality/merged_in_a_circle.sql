/*
title = "Ids merged in a circle"
kind = "check"
grain = "one row an id"
help = "A into B and B into A: nobody can tell which client it belongs to, so each stays a client of its own."
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

[[examples]]
name = "an id into itself is how a merge is taken back: nobody has to look at it for ever"
as_of = 2026-03-15
alone = true
merged = ["2026-03-05 OLD OLD"]
expect = []
*/
-- What was recorded under the one is not seen on the page of the other until somebody says which is right.
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
