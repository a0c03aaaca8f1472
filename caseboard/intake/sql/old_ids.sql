-- An id that was merged leads to its client, perhaps over other ids that were merged.
insert into {ids}
with recursive merged as (
    {aliases}
),
led as (
    select id from {ids}
    union
    select m.old_id as id
    from merged as m
    join led as l on m.client_id = l.id
)
select id from led
