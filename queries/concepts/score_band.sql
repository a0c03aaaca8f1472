/*
title = "Severity bands of each measure, as score ranges"
grain = "one row a measure, scale and band"

[columns]
at_least = "scores from this one on are in the band"
below = "scores below this one are in the band"

[[examples]]
name = "published bands, open at both ends"
as_of = 2026-03-15
call = "(select list([at_least, below] order by at_least) from score_band where measure = 'phq9')"
expect = [[-inf, 5], [5, 10], [10, 15], [15, 20], [20, inf]]

[[examples]]
name = "higher is better: the best band stands at the top"
as_of = 2026-03-15
call = "(select list([at_least, below] order by at_least) from score_band where measure = 'who5')"
expect = [[-inf, 29], [29, 51], [51, inf]]

[[examples]]
name = "no published bands: the cut-off makes two"
as_of = 2026-03-15
call = "(select list(band order by at_least) from score_band where measure = 'bam_iop' and scale = 'risk')"
expect = ["below the cut-off", "at or above the cut-off"]
*/
-- A fractional score is in the last band whose lower limit it has reached. Without published bands the cut-off
-- makes two; without a cut-off there is one.
select
    mb.measure,
    mb.scale,
    mb.label as band,
    if(lag(mb.low) over bands is null, cast('-infinity' as double), mb.low) as at_least,
    coalesce(lead(mb.low) over bands, cast('infinity' as double)) as below
from measure_band as mb
window bands as (partition by mb.measure, mb.scale order by mb.low)
union all
select
    ms.measure,
    ms.scale,
    side.band,
    if(side.band = 'at or above the cut-off', ms.cutoff, cast('-infinity' as double)) as at_least,
    if(side.band = 'below the cut-off', ms.cutoff, cast('infinity' as double)) as below
from measure_scale as ms
anti join measure_band as mb on ms.measure = mb.measure and ms.scale = mb.scale
inner join
    (values ('below the cut-off'), ('at or above the cut-off'), ('any score')) as side (band)
    on (ms.cutoff is null) = (side.band = 'any score')
