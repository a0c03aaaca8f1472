/*
title = "Logged triggers by day, and whether use followed"
grain = "one row an open client, trigger and day"
source = "Cues come before use, most of all close in time (Vafaie & Kober 2022; Serre 2015)."
reviewed = 2026-11-24

[[examples]]
name = "use on the day after"
as_of = 2026-03-15
daily_logs = ["2026-03-09 triggers=stress coping_skill=grounding used=false", "2026-03-10 used=true"]
expect = { on_day = 2026-03-09, trigger = "stress", coping_skill = "grounding", use_followed = true }
*/
-- Use "followed" on the same day or the next. Empty (unknown) unless use was logged, or both days have an
-- answer: a day without an answer is not a day without use. That use came after says nothing about why.
with triggered as (
    select
        ld.client_id,
        ld.logged_on as on_day,
        unnest(ld.triggers) as trigger,
        ld.coping_skill,
        ld.used
    from logged_day as ld
)

select
    td.client_id,
    td.on_day,
    td.trigger,
    td.coping_skill,
    case
        when td.used or nx.used then true
        when not td.used and not nx.used then false
    end as use_followed
from triggered as td
left join logged_day as nx
    on td.client_id = nx.client_id and nx.logged_on = td.on_day + 1
