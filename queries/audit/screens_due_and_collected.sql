/*
title = "Drug screens due, collected, and their results"
kind = "query"
grain = "one row an open client whose program screens, those with none due first, then the least collected"
source = "ASAM 2017 consensus on drug testing: weekly at the start, at least monthly later; letters as in CTNote."
reviewed = 2026-11-24

[parameters.screen_window_days]
type = "INTEGER"
default = 28
help = "Window for drug screens, in days"

[columns]
due = "specimens for the client's own substance due in the window; one due on a day of leave, today or after the last entered day only where it was collected or refused"
collected = "of those; pending and unreadable ones too; refused counts as not collected"
share_collected = "collected of due; empty where none was due"
unreadable = "invalid or dilute"
for_cause = "specimens without a due date, collected in the window"
word = "the last 8 letters of due specimens, also from before the window"
last_collected_on = "in this admission, due or for cause, whatever it was tested for"

[[examples]]
name = "four due, three collected, one of them pending"
as_of = 2026-03-15
battery = ["drug_screen"]
drug_screens = ["2026-02-20 negative", "2026-02-27 not_collected", "2026-03-06 positive", "2026-03-13 pending", "2026-03-08 negative due=none"]
expect = { due = 4, collected = 3, negative = 1, positive = 1, not_collected = 1, pending = 1, unreadable = 0, for_cause = 1, share_collected = 0.75, word = "-o+?", last_collected_on = 2026-03-13 }
*/
-- "Not collected" is all that the data say: whether the client was absent, the supplies ran out or nobody asked
-- is not in them. For the client's own substance, as on the board.
with counted as (
    select
        sp.client_id,
        count(*) filter (where sp.is_due) as due,
        count(*) filter (where sp.is_due and sp.letter <> 'o') as collected,
        count(*) filter (where sp.is_due and sp.letter = '-') as negative,
        count(*) filter (where sp.is_due and sp.letter = '+') as positive,
        count(*) filter (where sp.is_due and sp.letter = 'o') as not_collected,
        count(*) filter (where sp.is_due and sp.letter = '?') as pending,
        count(*) filter (where sp.is_due and sp.letter = '*') as unreadable,
        count(*) filter (where not sp.is_due) as for_cause
    from specimen as sp
    where sp.letter is not null and sp.on_day > as_of() - getvariable('screen_window_days')
    group by sp.client_id
)

select
    f.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    cast(coalesce(co.due, 0) as integer) as due,
    cast(coalesce(co.collected, 0) as integer) as collected,
    round(co.collected / nullif(co.due, 0), 2) as share_collected,
    cast(coalesce(co.negative, 0) as integer) as negative,
    cast(coalesce(co.positive, 0) as integer) as positive,
    cast(coalesce(co.not_collected, 0) as integer) as not_collected,
    cast(coalesce(co.pending, 0) as integer) as pending,
    cast(coalesce(co.unreadable, 0) as integer) as unreadable,
    cast(coalesce(co.for_cause, 0) as integer) as for_cause,
    f.screen_word as word,
    f.last_collected_on
from client_fact as f
left join counted as co on f.client_id = co.client_id
left join client_label as lb on f.client_id = lb.client_id
where f.has_drug_screen
order by share_collected asc nulls first, f.client_id asc
