/*
title = "The PHQ-9 came without its item on self-harm"
kind = "data_gap"
severity = 2
say = "Item 9 (thoughts of self-harm) missing in the PHQ-9 of {since}"
unit = "forms without item 9"
source = "A PHQ-9 total without item 9 hides the one answer that cannot wait."
reviewed = 2026-11-23
battery = ["phq9"]

[[examples]]
name = "items, and not item 9"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,-"]
expect = { state = "met", value = 1, threshold = 1, since = 2026-03-10, evidence = "Item 9 (thoughts of self-harm) missing in the PHQ-9 of 10 Mar" }

[[examples]]
name = "a total without items is said once for the clinic, and is no flag"
as_of = 2026-03-15
survey_scores = ["2026-03-10 phq9 total 14"]
expect = { state = "not_met", value = 0 }
*/
select
    f.client_id,
    case when f.phq9_has_items and f.item9 is null then 'met' else 'not_met' end as state,
    case when f.phq9_has_items and f.item9 is null then 1 else 0 end as value,
    1 as threshold,
    f.phq9_on as since
from client_fact as f
order by f.client_id
