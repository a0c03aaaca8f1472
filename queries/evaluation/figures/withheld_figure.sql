/*
title = "Figures of subgroups withheld because they would reveal a handful of people"
kind = "table"
grain = "one row a signal, group and figure"
source = "Small cells: CMS, no cell of 1 to 10 (ResDAC 2024), nor a figure from which one could be derived."

[columns]
is_small_group = "the group's own size is withheld"
is_small = "the figure is withheld"
*/
-- The groups of a subgroup sum to everybody. Where the withheld groups together are few people, they could be
-- derived from the others, so the next smallest group is withheld too (complementary suppression).
with sized as (
    select
        fs.signal,
        fs.subgroup,
        fs.member,
        fs.figure,
        fs.is_about_outcome,
        fs.people,
        fs.people_hit,
        fs.people_of,
        fs.people_with,
        small_cell(fs.people)
        or (
            small_cell(sum(fs.people) filter (where small_cell(fs.people)) over members)
            and row_number() over (
                partition by fs.signal, fs.subgroup, fs.figure, small_cell(fs.people)
                order by fs.people, fs.member
            ) = 1
        ) as is_small_group
    from figure_summary as fs
    where fs.subgroup <> 'everybody'
    window members as (partition by fs.signal, fs.subgroup, fs.figure)
),

own as (
    select
        si.signal,
        si.subgroup,
        si.member,
        si.figure,
        si.is_about_outcome,
        si.people,
        si.people_hit,
        si.people_with,
        si.is_small_group,
        si.is_small_group or small_cell(si.people_of) or small_cell(si.people_with) as is_small
    from sized as si
),

-- How many have the outcome, and how many are under the signal.
counted as (
    select
        ow.signal,
        ow.subgroup,
        ow.member,
        ow.figure,
        ow.is_about_outcome,
        ow.people,
        ow.people_hit,
        ow.is_small_group,
        ow.is_small
        or (
            not ow.is_about_outcome
            and small_cell(sum(ow.people_with) filter (where ow.is_small) over members)
            and row_number() over (
                partition by ow.signal, ow.subgroup, ow.figure, ow.is_small
                order by ow.people_with = 0, ow.people, ow.member
            ) = 1
        ) as is_small
    from own as ow
    window members as (partition by ow.signal, ow.subgroup, ow.figure)
),

-- Given those two, one figure about the outcome yields all others of its row: sensitivity = 2 AUC - specificity.
linked as (
    select
        co.signal,
        co.subgroup,
        co.member,
        co.figure,
        co.is_about_outcome,
        co.people,
        co.people_hit,
        co.is_small_group,
        co.is_small
        or (
            co.is_about_outcome
            and bool_or(co.is_small) over (partition by co.signal, co.subgroup, co.member)
        ) as is_small
    from counted as co
)

select
    li.signal,
    li.subgroup,
    li.member,
    li.figure,
    li.is_small_group,
    li.is_small
    or (
        li.is_about_outcome
        and small_cell(sum(li.people_hit) filter (where li.is_small) over members)
        and row_number() over (
            partition by li.signal, li.subgroup, li.figure, li.is_small
            order by li.people_hit = 0, li.people, li.member
        ) = 1
    ) as is_small
from linked as li
window members as (partition by li.signal, li.subgroup, li.figure)
