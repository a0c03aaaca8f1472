/*
title = "A primary substance by a name that no rule knows"
kind = "check"
grain = "one row a name"
help = "Rules find the substance by its name in the drug screens: under another one a return to opioids raises no safety flag. Map the name in the extract, or add it to opioids or substances_known."
reviewed = 2026-11-29

[parameters.opioids]
type = "VARCHAR[]"
default = ["opioid", "fentanyl", "methadone", "buprenorphine"]
help = "Primary substances to which tolerance is lost"

[parameters.substances_known]
type = "VARCHAR[]"
default = ["alcohol", "opioid", "cocaine", "amphetamine", "benzodiazepine", "cannabis", "methadone", "buprenorphine", "fentanyl", "other"]
help = "Primary substances that need no check: those of the drug screens, and what else a clinic treats"

[columns]
clients = "in care now"

[[examples]]
name = "another system's word"
as_of = 2026-03-15
client = { primary_substance = "heroin" }
expect = { primary_substance = "heroin", clients = 1 }

[[examples]]
name = "a word of the drug screens"
as_of = 2026-03-15
client = { primary_substance = "opioid" }
expect = []

[[examples]]
name = "the clinic counts it among the opioids"
as_of = 2026-03-15
client = { primary_substance = "heroin" }
parameters = { opioids = ["opioid", "heroin"] }
expect = []

[[examples]]
name = "not recorded is another matter"
as_of = 2026-03-15
client = { primary_substance = "" }
expect = []
*/
-- Import keeps whatever word the record system has: a substance that no screen tests is treated too.
select
    oc.primary_substance,
    count(*) as clients
from open_client as oc
where
    not list_contains(getvariable('opioids'), oc.primary_substance)
    and not list_contains(getvariable('substances_known'), oc.primary_substance)
group by oc.primary_substance
order by oc.primary_substance
