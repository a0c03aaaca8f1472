/*
title = "The board: every open client in a pane, in the order of discussion"
kind = "query"
grain = "one row an open client"

[parameters.criteria_that_are_enough]
type = "INTEGER"
default = 3
help = "Criteria that must be met before a client can be ready to step down"

[columns]
week = "week of the admission, from 1"
pane = "needs_more_intensity, ready_to_step_down, not_assessable or holding_course"
priority = "points; higher is sooner (concepts/priority)"
safety = "new, assessed or none"
reasons = "worst first; 'nearly ready' before the others"
score_series = "the last 8 scores of the measure"
hours_attended = "in the 7 days up to the last day for which attendance was entered"
screen_word = "the last 8 due screens"
craving = "mean of the last 7 days"

[[examples]]
name = "away for two weeks"
as_of = 2026-03-15
battery = ["drug_screen"]
attendance = ["2026-02-27 attended", "2026-03-02 no_show", "2026-03-04 no_show", "2026-03-11 no_show"]
expect = { pane = "needs_more_intensity", level = "IOP", week = 9, hours_attended = 0, hours_prescribed = 9, strength = "In care since 14 Jan" }
*/
with ranked as (
    select
        fl.client_id,
        fl.kind,
        fl.evidence,
        flag_order(fl.kind, fl.severity, fl.answered_on, fl.rule) as sort_key
    from flag as fl
),

flagged as (
    select
        fl.client_id,
        arg_min(fl.evidence, fl.sort_key, 99) as evidence,
        arg_min(fl.evidence, fl.sort_key, 99) filter (where fl.kind = 'data_gap') as gaps
    from ranked as fl
    group by fl.client_id
),

-- As on the client's page: what a safety flag suggests comes first, so a narrow board never cuts it off;
-- within a rule, in the order of its file.
suggested as (
    select
        fl.client_id,
        su.suggestion,
        concat(
            case when bool_or(fl.kind = 'safety') then 1 else 2 end,
            9 - max(fl.severity),
            999 - count(*),
            min(list_position(fl.suggests, su.suggestion)),
            su.suggestion
        ) as sort_key
    from flag as fl
    cross join unnest(fl.suggests) as su (suggestion)
    group by fl.client_id, su.suggestion
),

considered as (
    select
        su.client_id,
        arg_min(su.suggestion, su.sort_key, 99) as suggests
    from suggested as su
    group by su.client_id
),

worded as (
    select
        cr.client_id,
        arg_min(coalesce(cr.evidence, lcase(cr.title)), cr.rule, 99) filter (
            where cr.state = 'not_met'
        ) as blocked_by,
        arg_min(coalesce(cr.evidence, lcase(cr.title)), cr.rule, 99) filter (
            where cr.state = 'missing'
        ) as missing
    from criterion as cr
    group by cr.client_id
),

due as (
    select
        ro.client_id,
        min(ro.due_on) as next_review_on
    from review_open as ro
    group by ro.client_id
),

told as (
    select
        pn.client_id,
        pn.pane,
        pn.pane_order,
        pn.safety,
        pn.criteria_met,
        pn.criteria_total,
        coalesce(fl.evidence, []) as evidence,
        coalesce(wo.blocked_by, []) as blocked_by,
        list_concat(coalesce(fl.gaps, []), coalesce(wo.missing, [])) as missing,
        coalesce(co.suggests, []) as suggests,
        coalesce(wo.missing, []) as criteria_missing,
        pn.criteria_total - pn.criteria_met = 1
        and pn.criteria_met + 1 >= getvariable('criteria_that_are_enough') as is_nearly_ready
    from pane as pn
    left join flagged as fl on pn.client_id = fl.client_id
    left join considered as co on pn.client_id = co.client_id
    left join worded as wo on pn.client_id = wo.client_id
)

select
    f.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    coalesce(f.level_title, f.level) as level,
    cast(f.week as integer) as week,
    te.pane,
    cast(pi.priority as double) as priority,
    te.safety,
    case
        when te.pane = 'ready_to_step_down'
            then list_concat(
                [format('{} of {} criteria', te.criteria_met, te.criteria_total)], te.evidence
            )
        when te.pane = 'holding_course' and te.is_nearly_ready and f.next_level is not null
            then list_concat(
                [
                    concat(
                        format('nearly: {} of {}, ', te.criteria_met, te.criteria_total),
                        array_to_string(list_concat(te.blocked_by, te.criteria_missing), ', ')
                    )
                ],
                te.evidence
            )
        when te.pane = 'not_assessable' then list_concat(te.evidence, te.criteria_missing)
        else te.evidence
    end as reasons,
    case
        when te.pane = 'ready_to_step_down' then list_concat(['step_down'], te.suggests)
        else te.suggests
    end as suggests,
    cast(te.criteria_met as integer) as criteria_met,
    cast(te.criteria_total as integer) as criteria_total,
    te.blocked_by,
    te.missing,
    sg.strength,
    f.board_measure as measure,
    f.board_score as score,
    f.board_score_change as score_change,
    f.board_scores as score_series,
    round(f.attended_minutes_7d / 60, 2) as hours_attended,
    round(f.prescribed_minutes_7d / 60, 2) as hours_prescribed,
    f.screen_word,
    f.craving_mean as craving,
    f.craving_mean - f.craving_mean_before as craving_change,
    f.on_leave,
    ld.words as last_decision,
    du.next_review_on
from client_fact as f
inner join told as te on f.client_id = te.client_id
left join priority as pi on f.client_id = pi.client_id
left join strength as sg on f.client_id = sg.client_id
left join client_label as lb on f.client_id = lb.client_id
left join last_decision as ld on f.client_id = ld.client_id
left join due as du on f.client_id = du.client_id
order by
    te.pane_order asc,
    te.safety = 'new' desc,
    te.pane = 'holding_course' and len(te.evidence) > 0 desc,
    pi.priority desc,
    f.client_id asc
