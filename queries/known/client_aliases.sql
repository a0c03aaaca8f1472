/*
title = "Merged ids, and the client each belongs to now"
kind = "table"

[[examples]]
name = "an id that was merged three times leads to the last one"
as_of = 2026-03-15
alone = true
merged = ["2026-01-01 A B", "2026-01-02 B C", "2026-03-15 C X"]
expect = [
    { old_id = "A", client_id = "X" },
    { old_id = "B", client_id = "X" },
    { old_id = "C", client_id = "X" },
]
*/
-- An id merged into itself is how a merge is taken back. Ids merged in a circle by mistake (the path finds
-- them) lead to nobody: each stays a client of its own, since a client must never vanish from the board.
with recursive merged as (
    select
        ca.old_id,
        ca.client_id,
        ca.merged_on
    from clinic.client_aliases as ca
    where
        known_then(ca.known_from, ca.known_until)
        and coalesce(ca.merged_on <= as_of(), true)
        and ca.old_id <> ca.client_id
),

followed as (
    select
        me.old_id,
        me.client_id,
        me.merged_on,
        [me.old_id, me.client_id] as path
    from merged as me
    union all
    select
        fo.old_id,
        me.client_id,
        fo.merged_on,
        list_append(fo.path, me.client_id) as path
    from followed as fo
    inner join merged as me on fo.client_id = me.old_id
    where not list_contains(fo.path, me.client_id)
),

resolved as (
    select
        fo.old_id,
        arg_max(fo.client_id, len(fo.path)) as client_id,
        any_value(fo.merged_on) as merged_on
    from followed as fo
    group by fo.old_id
)

select
    re.old_id,
    re.client_id,
    re.merged_on
from resolved as re
anti join merged as onward on re.client_id = onward.old_id
