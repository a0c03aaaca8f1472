/*
title = "A result without the day of the collection"
kind = "check"
grain = "one row a client, specimen, substance and result"
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
-- view masks such a result. A specimen that is on record as collected under another id of the client is not listed.
select distinct
    coalesce(merged.client_id, ds.client_id) as client_id,
    ds.specimen_id,
    ds.substance,
    ds.due_on,
    ds.result
from clinic.drug_screens as ds
left join client_aliases as merged on ds.client_id = merged.old_id
anti join drug_screens as counted
    on
        coalesce(merged.client_id, ds.client_id) = counted.client_id
        and ds.specimen_id = counted.specimen_id
        and ds.substance = counted.substance
        and counted.collected_on is not null
where
    known_then(ds.known_from, ds.known_until)
    and coalesce(cast(ds.result_at as date), ds.due_on) <= as_of()
    and ds.collected_on is null
    and ds.result <> 'refused'
order by
    coalesce(merged.client_id, ds.client_id),
    ds.due_on,
    ds.specimen_id,
    ds.substance,
    ds.result
