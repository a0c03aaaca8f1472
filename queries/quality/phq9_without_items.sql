/*
title = "PHQ-9 arrives as totals only: no answer about self-harm is known"
kind = "check"
grain = "one row a program"
help = "Ask the source system for the items. Until then no rule can read item 9, and no flag says so client by client."
reviewed = 2026-11-27

[parameters.days_that_show_use]
type = "INTEGER"
default = 60
help = "A program without a battery is taken to use the instruments it has used in this many days"

[columns]
clients = "people with a PHQ-9 total in the last days_that_show_use days; no form of the program in these days has item 9"
last_given_on = "the latest of these forms"

[[examples]]
name = "totals, and not one item 9"
as_of = 2026-03-15
data_through = { survey_scores = 2026-01-01 }
survey_scores = ["2026-03-10 phq9 total 14"]
expect = { program_id = "P-X", clients = 1, last_given_on = 2026-03-10 }

[[examples]]
name = "most forms come with their items, one as a total"
as_of = 2026-03-15
data_through = { survey_scores = 2026-01-01 }
survey_items = ["2026-01-15 phq9 1,1,0,2,0,1,1,0,0"]
survey_scores = ["2026-03-10 phq9 total 14"]
expect = []
*/
-- A single form without item 9 is that client's gap (data_gap/critical_item_missing). Where all forms arrive as
-- totals it is the feed's, said once.
with asked as (
    select
        si.client_id,
        si.given_on,
        true as has_item9
    from survey_items as si
    where si.measure = 'phq9' and si.item = 9 and si.value is not null
    union all
    select
        ss.client_id,
        ss.given_on,
        false as has_item9
    from survey_scores as ss
    where ss.measure = 'phq9'
)

select
    cl.program_id,
    count(distinct ak.client_id) as clients,
    max(ak.given_on) as last_given_on
from asked as ak
inner join clients as cl on ak.client_id = cl.client_id
where ak.given_on between as_of() - getvariable('days_that_show_use') + 1 and as_of()
group by cl.program_id
having not bool_or(ak.has_item9)
order by cl.program_id
