/*
title = "Stays well: no positive screen and at most one missing in the next four weeks, and still attending"
kind = "outcome"
say = "stayed well in the next four weeks"
source = "What a step down relies on; in trials CTN-0027 and CTN-0030 71% of those with four negatives and 80% attendance, 36% of all."
reviewed = 2026-11-24
judges = ["better"]
same_input = ["sustained_abstinence", "steady_attendance", "abstinent_and_steady", "ready", "screens_all_negative"]

[parameters.outcome_days]
type = "INTEGER"
default = 28
help = "Length of the outcome period after the day of the board, in days"

[parameters.least_screens_due]
type = "INTEGER"
default = 2
help = "Screens due that are needed to judge the outcome"

[parameters.screens_that_may_be_missing]
type = "INTEGER"
default = 1
help = "Due screens that may be missing"

[parameters.still_attending_days]
type = "INTEGER"
default = 14
help = "Still attending: a visit within this many days before the end of the period"

[[examples]]
name = "one missing, and a visit on the last day but one"
as_of = 2026-03-15
replay = ["2026-02-15"]
attendance = ["2026-03-14 attended"]
drug_screens = ["2026-02-18 negative", "2026-02-25 not_collected", "2026-03-04 negative", "2026-03-11 negative"]
expect = { happened = true, happened_on = 2026-03-15 }
*/
-- Pending or unreadable screens count as missing; an unplanned end of care is not staying well.
with attended as (
    select
        sd.client_id,
        sd.on_day,
        sd.is_left,
        count(vd.on_day) > 0 as is_attending
    from stay_day as sd
    left join visit_day as vd
        on
            sd.client_id = vd.client_id
            and vd.on_day
            > sd.on_day + getvariable('outcome_days') - getvariable('still_attending_days')
            and vd.on_day <= sd.on_day + getvariable('outcome_days')
    where sd.is_in_care or sd.is_left
    group by sd.client_id, sd.on_day, sd.is_left
),

screened as (
    select
        ad.client_id,
        ad.on_day,
        ad.is_left,
        ad.is_attending,
        count(*) filter (where sc.is_due) as due,
        count(*) filter (where sc.is_positive) as positive,
        count(*) filter (where sc.is_due and sc.is_bad and not sc.is_positive) as missing
    from attended as ad
    inner join screen_day as sc
        on
            ad.client_id = sc.client_id
            and ad.on_day < sc.on_day
            and sc.on_day <= ad.on_day + getvariable('outcome_days')
    group by ad.client_id, ad.on_day, ad.is_left, ad.is_attending
),

judged as (
    select
        sr.client_id,
        sr.on_day,
        not sr.is_left
        and sr.is_attending
        and sr.positive = 0
        and sr.missing <= getvariable('screens_that_may_be_missing') as happened
    from screened as sr
    where sr.due >= getvariable('least_screens_due')
)

select
    ju.client_id,
    ju.on_day,
    ju.happened,
    case when ju.happened then ju.on_day + getvariable('outcome_days') end as happened_on
from judged as ju
order by ju.client_id, ju.on_day
