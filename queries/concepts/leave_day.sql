/*
title = "Days on leave"
kind = "table"
grain = "one row a client and day, up to the date of the board"

[[examples]]
name = "first and last day count, and two leaves do not count a day twice"
as_of = 2026-03-15
leaves = ["2026-03-01 hospital ended_on=2026-03-02", "2026-03-02 travel ended_on=2026-03-03"]
expect = [{ on_day = 2026-03-01 }, { on_day = 2026-03-02 }, { on_day = 2026-03-03 }]

[[examples]]
name = "a leave that lasts counts up to the date of the board"
as_of = 2026-03-15
leaves = ["2026-03-14 travel"]
expect = [{ on_day = 2026-03-14 }, { on_day = 2026-03-15 }]

[[examples]]
name = "no leave"
as_of = 2026-03-15
expect = []
*/
-- Left out of the windows of the rules about absence: on leave nobody is expected.
with spans as (
    select
        lv.client_id,
        unnest(
            generate_series(
                lv.started_on, least(coalesce(lv.ended_on, as_of()), as_of()), interval 1 day
            )
        ) as moment
    from leave_span as lv
    where lv.started_on <= as_of()
)

select distinct
    sp.client_id,
    cast(sp.moment as date) as on_day
from spans as sp
order by sp.client_id, on_day
