/*
title = "Continued use: three of the next four weekly screens positive or not collected"
kind = "outcome"
say = "went on using in the next four weeks"
source = "Non-response as defined when priority was set: three of the next four due weeks, three quarters where fewer are due, at least two."
reviewed = 2026-11-24
judges = ["worse"]
same_input = ["early_positive_screens", "continued_use", "return_to_use", "screen_overdue", "bad_screens_of_four"]

[parameters.outcome_weeks]
type = "INTEGER"
default = 4
help = "Weeks of the admission after the day that are judged"

[parameters.least_weeks_due]
type = "INTEGER"
default = 2
help = "Due weeks that are needed to judge the outcome"

[parameters.share_of_bad_weeks]
type = "DOUBLE"
default = 0.75
at_most = 1
help = "Share of the due weeks that must be bad, rounded up"

[[examples]]
name = "three of four"
as_of = 2026-03-15
replay = ["2026-02-15"]
episode = { started_on = 2026-01-12 }
attendance = ["2026-02-10 attended"]
drug_screens = ["2026-02-18 positive", "2026-02-25 negative", "2026-03-04 not_collected", "2026-03-11 positive"]
expect = { happened = true, happened_on = 2026-03-11 }
*/
-- Weeks are those of the admission; one bad screen makes a bad week. A test for cause alone does not make a week
-- due.
with due as (
    select
        jw.client_id,
        jw.on_day,
        (sd.on_day - jw.started_on) // 7 as week,
        bool_or(sd.is_bad) as is_bad,
        min(sd.on_day) filter (where sd.is_bad) as bad_on
    from judged_week as jw
    inner join screen_day as sd
        on
            jw.client_id = sd.client_id
            and (sd.on_day - jw.started_on) // 7 - (jw.on_day - jw.started_on) // 7
            between 1 and getvariable('outcome_weeks')
    where jw.is_in_care
    group by jw.client_id, jw.on_day, (sd.on_day - jw.started_on) // 7
    having bool_or(sd.is_due)
),

counted as (
    select
        du.client_id,
        du.on_day,
        count(*) as weeks_due,
        count(*) filter (where du.is_bad) as weeks_bad,
        cast(ceil(getvariable('share_of_bad_weeks') * count(*)) as integer) as weeks_needed,
        list(du.bad_on order by du.bad_on) filter (where du.is_bad) as bad_days
    from due as du
    group by du.client_id, du.on_day
)

select
    co.client_id,
    co.on_day,
    co.weeks_bad >= co.weeks_needed as happened,
    case when co.weeks_bad >= co.weeks_needed then co.bad_days[co.weeks_needed] end as happened_on
from counted as co
where co.weeks_due >= getvariable('least_weeks_due')
order by co.client_id, co.on_day
