/*
title = "Instruments that each program uses"
kind = "table"
grain = "one row a program and instrument"

[parameters.days_that_show_use]
type = "INTEGER"
default = 60
help = "A program without a battery is taken to use the instruments it has used in this many days"
*/
-- What a program does not use is never held against a client: never missing, never met. `survey` stands for
-- any measure, `core_measure` for any core measure; `goals`, `supports` and `craving` are in use where any
-- client of the program has a row of them.
with undeclared as (
    select
        cl.client_id,
        cl.program_id
    from clients as cl
    anti join batteries as ba on cl.program_id = ba.program_id
),

recently as (
    select
        fs.client_id,
        fs.measure as instrument,
        true as is_asked_for
    from form_scores as fs
    where fs.given_on between as_of() - getvariable('days_that_show_use') + 1 and as_of()
    union all
    select
        ss.client_id,
        ss.measure as instrument,
        true as is_asked_for
    from survey_scores as ss
    where ss.given_on between as_of() - getvariable('days_that_show_use') + 1 and as_of()
    union all
    -- C-SSRS answers show risk even without a triage (cssrs_answer). A program that sends answers only has no
    -- interval, so that no triage is ever called overdue.
    select
        si.client_id,
        si.measure as instrument,
        false as is_asked_for
    from survey_items as si
    where
        si.measure = 'cssrs'
        and si.value is not null
        and si.given_on between as_of() - getvariable('days_that_show_use') + 1 and as_of()
    union all
    select
        ds.client_id,
        'drug_screen' as instrument,
        true as is_asked_for
    from drug_screens as ds
    where
        coalesce(ds.collected_on, ds.due_on)
        between as_of() - getvariable('days_that_show_use') + 1 and as_of()
    union all
    select
        dl.client_id,
        'daily_log' as instrument,
        true as is_asked_for
    from daily_logs as dl
    where dl.logged_on between as_of() - getvariable('days_that_show_use') + 1 and as_of()
),

instruments as (
    select
        ba.program_id,
        ba.instrument,
        ba.every_days,
        true as is_asked_for
    from batteries as ba
    union all
    select
        ud.program_id,
        rc.instrument,
        null as every_days,
        bool_or(rc.is_asked_for) as is_asked_for
    from recently as rc
    inner join undeclared as ud on rc.client_id = ud.client_id
    group by ud.program_id, rc.instrument
)

select
    im.program_id,
    im.instrument,
    case when im.is_asked_for then coalesce(im.every_days, ms.interval_days) end as every_days
from instruments as im
left join measure as ms on im.instrument = ms.measure
union all
select distinct
    im.program_id,
    kind.instrument,
    null as every_days
from instruments as im
inner join measure as ms on im.instrument = ms.measure and ms.source = 'survey'
inner join (values ('survey'), ('core_measure')) as kind (instrument)
    on kind.instrument = 'survey' or ms.core
where im.is_asked_for
union all
select distinct
    cl.program_id,
    seen.instrument,
    null as every_days
from (
    select
        go.client_id,
        'goals' as instrument
    from goals as go
    union all
    select
        su.client_id,
        'supports' as instrument
    from supports as su
    union all
    select
        dl.client_id,
        'craving' as instrument
    from daily_logs as dl
    where dl.craving is not null
) as seen
inner join clients as cl on seen.client_id = cl.client_id
-- A battery may list craving itself.
anti join instruments as im on cl.program_id = im.program_id and seen.instrument = im.instrument
