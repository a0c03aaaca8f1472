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
select cl.client_id
from clients as cl
semi join drug_screens as ds
    on
        cl.client_id = ds.client_id
        and cl.primary_substance = ds.substance
        and (ds.due_on <= as_of() or ds.collected_on is not null)
