/*
title = "C-SSRS answers that show moderate or high risk on their own"
grain = "one row a client, date and triage that an answer shows"
source = "Columbia triage: 4, 5, or 6 within 3 months is high; 3, or 6 longer ago, moderate."
reviewed = 2026-11-27

[columns]
triage = "as in the score: 2 moderate, 3 high"
known_at = "when the first such answer was known"

[[examples]]
name = "a yes to 4, and no triage with it"
as_of = 2026-03-15
survey_items = ["2026-03-10 cssrs 1,1,1,1,0,0,0"]
expect = [{ triage = 2 }, { given_on = 2026-03-10, triage = 3, known_at = 2026-03-10 }]

[[examples]]
name = "a yes to 1 and 2 alone: the interviewer's triage says what that means"
as_of = 2026-03-15
survey_items = ["2026-03-10 cssrs 1,1,0,0,0,0,0"]
expect = []
*/
-- A record system may send the answers without a triage, and a yes to intent must not be lost. Answers can
-- show risk but never rule it out: which questions are asked depends on earlier answers, and an empty
-- answer is not a no. Item 7 is item 6 within the last 3 months.
select
    si.client_id,
    si.given_on,
    case when si.item in (4, 5, 7) then 3 else 2 end as triage,
    min(greatest(si.given_on, si.known_from)) as known_at
from survey_items as si
where
    si.measure = 'cssrs'
    and si.item between 3 and 7
    and si.value >= 1
    and si.given_on <= as_of()
group by si.client_id, si.given_on, triage
order by si.client_id, si.given_on, triage
