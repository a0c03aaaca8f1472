/*
title = "Clients ever tested for their own primary substance"
grain = "one row such a client"

[[examples]]
name = "tested for it once, however long ago"
as_of = 2026-03-15
client = { primary_substance = "opioid" }
drug_screens = ["2025-06-01 negative substance=opioid", "2026-03-09 negative substance=cocaine"]
expect = [{ client_id = "X" }]

[[examples]]
name = "tested for another alone; what is due tomorrow was not tested yet"
as_of = 2026-03-15
client = { primary_substance = "opioid" }
drug_screens = ["2026-03-09 negative substance=cocaine", "2026-03-16 not_collected substance=opioid"]
expect = []
*/
-- For a client never tested for it, any substance but cannabis counts (counts_for_own_substance).
select distinct ds.client_id
from drug_screens as ds
inner join clients as cl on ds.client_id = cl.client_id and ds.substance = cl.primary_substance
where ds.due_on <= as_of() or ds.collected_on is not null
