/*
title = "The pane of the board that each client is in"
grain = "one row an open client"

[parameters.severity_that_moves]
type = "INTEGER"
default = 2
help = "Flags of at least this severity move a client to another pane"

[parameters.criteria_that_are_enough]
type = "INTEGER"
default = 3
help = "Criteria that must be met before a client can be ready to step down"

[[examples]]
name = "thoughts of self-harm that nobody has answered"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
expect = { pane = "needs_more_intensity", safety = "new" }

[[examples]]
name = "answered: a mark on the row, and no move"
as_of = 2026-03-15
battery = ["phq9"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
decisions = ["2026-03-11 safety_plan"]
expect = { pane = "holding_course", safety = "assessed", criteria_total = 2 }
*/
-- The first pane that fits. Missing data never read as ready: where no criterion fails but one is
-- missing, the client is not assessable. From the lowest level there is nothing to step down to.
with flagged as (
    select
        fl.client_id,
        bool_or(fl.kind = 'safety' and fl.answered_on is null) as has_new_safety,
        bool_or(fl.kind = 'safety') as has_safety,
        bool_or(fl.kind = 'more_intensity' and fl.severity >= getvariable('severity_that_moves'))
            as has_intensity,
        bool_or(fl.kind = 'data_gap' and fl.severity >= getvariable('severity_that_moves'))
            as has_gap
    from flag as fl
    group by fl.client_id
),

-- A criterion without a row for a client counts as missing.
asked as (
    select count(*) as criteria
    from rule_info as ri
    where ri.kind = 'step_down'
),

counted as (
    select
        cr.client_id,
        count(*) filter (where cr.state = 'met') as met,
        count(*) filter (where cr.state = 'not_met') as not_met,
        any_value(ak.criteria) - count(distinct cr.rule)
        + count(*) filter (where cr.state = 'missing') as missing,
        count(*) filter (
            where cr.rule in ('sustained_abstinence', 'steady_attendance') and cr.state = 'met'
        ) as needed_met
    from criterion as cr
    cross join asked as ak
    group by cr.client_id
),

placed as (
    select
        f.client_id,
        coalesce(fl.has_new_safety, false) as has_new_safety,
        coalesce(fl.has_safety, false) as has_safety,
        co.met,
        co.not_met,
        co.missing,
        case
            when fl.has_new_safety or fl.has_intensity then 'needs_more_intensity'
            when
                co.needed_met = 2
                and co.not_met + co.missing = 0
                and co.met >= getvariable('criteria_that_are_enough')
                and not coalesce(fl.has_gap, false)
                and f.next_level is not null
                then 'ready_to_step_down'
            when (co.not_met = 0 and co.missing > 0) or fl.has_gap then 'not_assessable'
            else 'holding_course'
        end as pane
    from client_fact as f
    left join flagged as fl on f.client_id = fl.client_id
    left join counted as co on f.client_id = co.client_id
)

select
    pl.client_id,
    pl.pane,
    case pl.pane
        when 'needs_more_intensity' then 1
        when 'ready_to_step_down' then 2
        when 'not_assessable' then 3
        else 4
    end as pane_order,
    case when pl.has_new_safety then 'new' when pl.has_safety then 'assessed' else 'none' end
        as safety,
    coalesce(pl.met, 0) as criteria_met,
    coalesce(pl.met + pl.not_met + pl.missing, 0) as criteria_total
from placed as pl
