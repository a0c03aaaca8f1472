/*
title = "Screens as a word, one letter a week of the admission"
grain = "one row an open client"
source = "Weekly words as in CTNote (Odom & Brandt 2023); how several letters of a week become one: assumed."
reviewed = 2026-11-24

[[examples]]
name = "a week with none due has its own letter"
as_of = 2026-03-15
episode = { level = "outpatient", started_on = 2026-02-16, sessions_per_week = 1 }
drug_screens = ["2026-02-18 positive", "2026-03-04 negative", "2026-03-11 not_collected"]
expect = { word = "+_-o" }

[[examples]]
name = "a positive and a negative in one week are mixed"
as_of = 2026-03-15
episode = { level = "outpatient", started_on = 2026-03-02, sessions_per_week = 1 }
drug_screens = ["2026-03-04 positive", "2026-03-06 negative", "2026-03-11 negative"]
expect = { word = "*-" }
*/
-- Results that show use decide the week; without them, what is pending or missing stays visible: a week with a
-- negative and an uncollected specimen is not a negative week. Weeks count from the start of the admission;
-- the last one may be incomplete.
with week as (
    select
        oc.client_id,
        unnest(range(1, oc.week + 1)) as week
    from open_client as oc
),

told as (
    select
        sp.client_id,
        (sp.due_on - sp.admitted_on) // 7 + 1 as week,
        string_agg(sp.letter, '') as letters
    from specimen as sp
    where sp.is_due and sp.letter is not null
    group by sp.client_id, (sp.due_on - sp.admitted_on) // 7 + 1
)

select
    we.client_id,
    string_agg(
        case
            when te.letters is null then '_'
            when contains(te.letters, '+') and contains(te.letters, '-') then '*'
            when contains(te.letters, '+') then '+'
            when contains(te.letters, '*') then '*'
            when contains(te.letters, '?') then '?'
            when contains(te.letters, 'o') then 'o'
            else '-'
        end,
        '' order by we.week
    ) as word
from week as we
left join told as te on we.client_id = te.client_id and we.week = te.week
group by we.client_id
