/*
title = "Forms that report use"
grain = "one row an open client's BAM, of any version, that reports use"
source = "BAM items 4 to 6 (alcohol, heavy drinking, drugs); how many days a form asks about: its file in queries/measures."
reviewed = 2026-11-28

[[examples]]
name = "a form about 7 days and one about 30; a form that reports none has no row"
as_of = 2026-03-15
survey_scores = ["2026-03-06 bam_iop use 1", "2026-03-13 bam_iop use 0", "2026-03-02 bam use 2"]
expect = [{ measure = "bam", given_on = 2026-03-02, asks_from = 2026-01-31 }, { measure = "bam_iop", given_on = 2026-03-06, asks_from = 2026-02-27 }]

[[examples]]
name = "one answer reports use, and another is missing"
as_of = 2026-03-15
survey_items = ["2026-03-06 bam_iop 1,1,1,0,1,-,1,1,1,1,1,1,1,1,1,1,1"]
expect = { measure = "bam_iop", given_on = 2026-03-06, asks_from = 2026-02-27 }
*/
-- The day of the form is not the day of the use: that was on one of the days the form asks about.
with told as (
    select
        sc.client_id,
        sc.measure,
        sc.given_on
    from score as sc
    where sc.measure in ('bam_iop', 'bam', 'bam_r') and sc.scale = 'use' and sc.score > 0
    union
    -- One answer reporting use is enough, even where another is missing and there is no score.
    select
        si.client_id,
        si.measure,
        si.given_on
    from survey_items as si
    where
        si.measure in ('bam_iop', 'bam', 'bam_r')
        and si.item in (4, 5, 6)
        and si.value > 0
        and si.given_on <= as_of()
)

select
    te.client_id,
    te.measure,
    te.given_on,
    te.given_on - me.recall_days as asks_from
from told as te
inner join open_client as oc on te.client_id = oc.client_id
inner join measure as me on te.measure = me.measure
