/*
title = "What the panel says of each client beside the board's row"
kind = "query"
grain = "one row an open client"

[columns]
score_on = "the day on which the score of the board was given"
craving_logs = "the logs with a craving behind its mean"
next_screen_on = "the first day after the date on which a specimen is due that was not collected before"

[[examples]]
name = "two are due ahead: the first of them"
as_of = 2026-03-15
drug_screens = ["2026-03-11 negative", "2026-03-22 negative", "2026-03-18 negative"]
expect = { next_screen_on = 2026-03-18 }

[[examples]]
name = "a screen due today is not ahead"
as_of = 2026-03-15
drug_screens = ["2026-03-15 not_collected"]
expect = { next_screen_on = "null" }

[[examples]]
name = "the first day ahead counts"
as_of = 2026-03-15
drug_screens = ["2026-03-16 not_collected"]
expect = { next_screen_on = 2026-03-16 }

[[examples]]
name = "the next one was collected before its day: the one after it is next"
as_of = 2026-03-15
drug_screens = ["2026-03-17 negative collected_on=2026-03-15", "2026-03-22 not_collected"]
expect = { next_screen_on = 2026-03-22 }

[[examples]]
name = "the score is of the later form; two of the last seven days were logged"
as_of = 2026-03-15
survey_scores = ["2026-02-10 phq9 total 18", "2026-03-02 phq9 total 12"]
daily_logs = ["2026-03-09 craving=2", "2026-03-10", "2026-03-15 craving=6", "2026-03-08 craving=9"]
expect = { score_on = 2026-03-02, craving_logs = 2 }

[[examples]]
name = "nothing was entered"
as_of = 2026-03-15
expect = { score_on = "null", craving_logs = 0, next_screen_on = "null" }
*/
-- A score can be weeks old, and a mean may be one log: who reads the number sees its day and how many logs
-- it is of. The next screen is an appointment, not a flag.
with due as (
    select
        ds.client_id,
        min(ds.due_on) as next_screen_on
    from drug_screens as ds
    where ds.due_on > as_of() and ds.collected_on is null
    group by ds.client_id
)

select
    f.client_id,
    f.board_score_on as score_on,
    f.craving_logs,
    du.next_screen_on
from client_fact as f
left join due as du on f.client_id = du.client_id
order by f.client_id
