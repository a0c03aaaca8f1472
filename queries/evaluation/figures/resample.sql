/*
title = "Bootstrap weights: how often each person is drawn in each round"
kind = "table"
grain = "one row a round and client drawn"
source = "Bootstrap by person: the weeks of one person are not independent observations."

[parameters.rounds]
type = "INTEGER"
default = 200
help = "Number of bootstrap samples; people are resampled, not weeks"

[parameters.seed]
type = "INTEGER"
default = 7
help = "The same seed draws the same people"

[columns]
round = "0: the data as they are, everybody once"
*/
-- As many draws as people, with replacement. The draw is a checksum, so that every machine draws the same.
with person as (
    select
        rd.client_id,
        row_number() over (order by rd.client_id) - 1 as number,
        count(*) over () as people
    from replay_day as rd
    group by rd.client_id
),

drawn as (
    select
        ro.round,
        md5_number_lower(concat_ws(' ', getvariable('seed'), ro.round, pe.number)) % pe.people
            as number
    from person as pe
    cross join range(1, getvariable('rounds') + 1) as ro (round)
)

select
    dr.round,
    pe.client_id,
    count(*) as weight
from drawn as dr
inner join person as pe on dr.number = pe.number
group by dr.round, pe.client_id
union all
select
    0 as round,
    pe.client_id,
    1 as weight
from person as pe
