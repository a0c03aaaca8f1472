/*
title = "Symptoms get reliably worse in the next four weeks"
kind = "outcome"
say = "got reliably worse in the next four weeks"
source = "Jacobson & Truax 1991; reliable change of each measure: its file in queries/measures."
reviewed = 2026-11-24
help = "Only people with a score before and after the day can be judged. A score that is bad already has less room to get worse, which tells against a flag that reads the same scores."
judges = ["worse"]
same_input = ["reliable_deterioration", "severe_and_worse", "not_on_track", "suicidal_ideation"]

[parameters.outcome_days]
type = "INTEGER"
default = 28
help = "Length of the outcome period after the day of the board, in days"

[[examples]]
name = "PHQ-9 from 8 to 14"
as_of = 2026-03-15
replay = ["2026-02-15"]
survey_scores = ["2026-02-10 phq9 total 8", "2026-03-10 phq9 total 14"]
expect = { happened = true, happened_on = 2026-03-10 }
*/
-- Compared with the last score on or before the day, of two on one day the worse, on any core measure: what was
-- already bad when the flag came is not counted again.
with scored as (
    select
        sc.client_id,
        sc.measure,
        sc.scale,
        sc.given_on,
        case when ms.better = 'higher' then -sc.score else sc.score end as badness,
        coalesce(ms.reliable_change, reliable_change_amount(ms.sd, ms.reliability))
            as reliable_change
    from score as sc
    inner join measure as me on sc.measure = me.measure and me.core
    inner join measure_scale as ms on sc.measure = ms.measure and sc.scale = ms.scale
),

before as (
    select
        sd.client_id,
        sd.on_day,
        sc.measure,
        sc.scale,
        arg_max(sc.badness, (sc.given_on, sc.badness)) as badness
    from stay_day as sd
    inner join scored as sc
        on
            sd.client_id = sc.client_id
            and sd.on_day >= sc.given_on
            and sc.given_on > sd.on_day - getvariable('outcome_days')
    where sd.is_watched
    group by sd.client_id, sd.on_day, sc.measure, sc.scale
),

compared as (
    select
        be.client_id,
        be.on_day,
        sc.given_on,
        round(sc.badness - be.badness, 6) >= sc.reliable_change as is_worse
    from before as be
    inner join scored as sc
        on
            be.client_id = sc.client_id
            and be.measure = sc.measure
            and be.scale = sc.scale
            and be.on_day < sc.given_on
            and sc.given_on <= be.on_day + getvariable('outcome_days')
    where sc.reliable_change is not null
)

select
    co.client_id,
    co.on_day,
    bool_or(co.is_worse) as happened,
    min(co.given_on) filter (where co.is_worse) as happened_on
from compared as co
group by co.client_id, co.on_day
order by co.client_id, co.on_day
