/*
title = "Screens as a word, one letter a due specimen"
grain = "one row a client with a due specimen in this admission"

[[examples]]
name = "by due date; a test for cause is a result, and not in the word"
as_of = 2026-03-15
drug_screens = ["2026-03-13 positive", "2026-03-09 negative", "2026-03-11 not_collected", "2026-03-12 positive due=none"]
expect = { word = "-o+" }
*/
select
    sp.client_id,
    string_agg(sp.letter, '' order by sp.due_on, sp.letter) as word
from specimen as sp
where sp.is_due and sp.letter is not null
group by sp.client_id
