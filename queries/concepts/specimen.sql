/*
title = "Specimens of open clients, each with its letter"
grain = "one row a client and specimen of this admission, for the client's own substance"
source = "Letters as in CTNote (Odom & Brandt 2023)."

[[examples]]
name = "an expected positive is explained by a prescription"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive expected=true"]
expect = { on_day = 2026-03-11, is_due = true, letter = "-" }

[[examples]]
name = "due yesterday and not collected"
as_of = 2026-03-15
drug_screens = ["2026-03-14 not_collected"]
expect = { on_day = 2026-03-14, letter = "o" }
*/
-- Specimens from before the admission are in specimen_read.
select
    sr.client_id,
    sr.specimen_id,
    sr.admitted_on,
    sr.on_day,
    sr.is_due,
    sr.due_on,
    sr.collected_on,
    sr.is_prescribed,
    sr.is_definitive,
    sr.letter
from specimen_read as sr
where sr.on_day >= sr.admitted_on
