/*
title = "A result without the day of the collection"
kind = "check"
grain = "one row a client, specimen and substance"
help = "Without collected_on a specimen reads as not collected, whatever its result: a positive raises no flag. Give the day in the extract."
reviewed = 2026-11-30

[[examples]]
name = "positive, and not collected"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive collected_on=none"]
expect = { client_id = "X", due_on = 2026-03-11, result = "positive" }

[[examples]]
name = "a refused specimen was never collected"
as_of = 2026-03-15
drug_screens = ["2026-03-11 refused collected_on=none", "2026-03-12 not_collected", "2026-03-13 positive"]
expect = []
*/
-- No result is known before the collection, so the board cannot tell what this one was. Reads the table itself: the
-- view masks such a result.
select
    coalesce(merged.client_id, ds.client_id) as client_id,
    ds.specimen_id,
    ds.substance,
    ds.due_on,
    ds.result
from clinic.drug_screens as ds
left join client_aliases as merged on ds.client_id = merged.old_id
where
    known_then(ds.known_from, ds.known_until)
    and ds.collected_on is null
    and ds.result <> 'refused'
order by coalesce(merged.client_id, ds.client_id), ds.due_on, ds.specimen_id, ds.substance
