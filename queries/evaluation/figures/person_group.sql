/*
title = "The subgroups for which figures are given"
kind = "table"
grain = "one row a client and subgroup"

[parameters.by_group]
type = "BOOLEAN"
default = false
help = "Report figures also by sex, age, language, race and ethnicity, and primary substance"

[parameters.age_bands]
type = "INTEGER[]"
default = [25, 35, 45, 55]
help = "Ages at which the age bands begin"
*/
-- Age in the year of the first week of the replay.
with person as (
    select
        rd.client_id,
        year(min(rd.on_day)) as first_year
    from replay_day as rd
    group by rd.client_id
),

described as (
    select
        pe.client_id,
        cl.sex,
        cl.language,
        cl.race_ethnicity,
        cl.primary_substance,
        pe.first_year - cl.birth_year as age
    from person as pe
    left join clients as cl on pe.client_id = cl.client_id
),

banded as (
    select
        de.client_id,
        max(ba.age_from) filter (where ba.age_from <= de.age) as age_from,
        min(ba.age_from) filter (where ba.age_from > de.age) as age_to
    from described as de
    cross join unnest(getvariable('age_bands')) as ba (age_from)
    group by de.client_id
),

grouped as (
    select
        de.client_id,
        gr.subgroup,
        coalesce(gr.member, 'not known') as member
    from described as de
    inner join banded as ba on de.client_id = ba.client_id
    cross join
        lateral (
            values
            ('sex', de.sex),
            ('language', de.language),
            ('race_ethnicity', de.race_ethnicity),
            ('primary_substance', de.primary_substance),
            (
                'age',
                case
                    when ba.age_from is null and ba.age_to is null then null
                    when ba.age_from is null then concat('under ', ba.age_to)
                    when ba.age_to is null then concat(ba.age_from, ' and over')
                    else concat(ba.age_from, ' to ', ba.age_to - 1)
                end
            )
        ) as gr (subgroup, member)
    where getvariable('by_group')
),

-- With everybody in one group there is nothing to compare.
compared as (
    select
        gr.client_id,
        gr.subgroup,
        gr.member,
        min(gr.member) over (partition by gr.subgroup) as first_member,
        max(gr.member) over (partition by gr.subgroup) as last_member
    from grouped as gr
)

select
    pe.client_id,
    'everybody' as subgroup,
    'everybody' as member
from person as pe
union all
select
    co.client_id,
    co.subgroup,
    co.member
from compared as co
where co.first_member <> co.last_member
