/*
title = "Events and decisions on the timeline of one client"
kind = "query"
grain = "one row a mark"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
until_day = "the last day of a period; empty: a single day, or still going on"
kind = "level, leave, event, decision, review or medication"
title = "short, in words"
detail = "empty where there is nothing to add"
is_ahead = "a review due after the date of the board"
*/
-- Each part filters by the client, so that nobody else's days are computed. Medication: attended medication
-- visits; whether a medication was started is not in the extracts.
with own as (
    select
        oc.client_id,
        oc.admitted_on
    from open_client as oc
    where oc.client_id = getvariable('client_id')
),

mark as (
    select
        ls.from_on as on_day,
        case when ls.to_on < as_of() then ls.to_on end as until_day,
        'level' as kind,
        coalesce(lv.title, replace(ls.level, '_', ' ')) as title,
        coalesce(
            replace(lc.reason, '_', ' '),
            case lc.kind
                when 'up' then 'stepped up'
                when 'down' then 'stepped down'
                else lc.kind
            end
        ) as detail
    from level_stay as ls
    inner join own on ls.client_id = own.client_id and ls.from_on >= own.admitted_on
    left join level as lv on ls.level = lv.level
    left join level_change as lc
        on lc.client_id = getvariable('client_id') and ls.from_on = lc.on_day
    where ls.client_id = getvariable('client_id')
    union all
    select
        le.started_on as on_day,
        le.ended_on as until_day,
        'leave' as kind,
        'Leave: ' || le.kind as title,
        case when le.ended_on is null then 'since then' end as detail
    from leave_span as le
    inner join own
        on le.client_id = own.client_id and coalesce(le.ended_on >= own.admitted_on, true)
    where le.client_id = getvariable('client_id') and le.started_on <= as_of()
    union all
    select
        ev.occurred_on as on_day,
        null as until_day,
        'event' as kind,
        replace(replace(upper(ev.kind[1]) || ev.kind[2:], 'Self_harm', 'Self-harm'), '_', ' ')
            as title,
        ev.note as detail
    from events as ev
    inner join own on ev.client_id = own.client_id and ev.occurred_on >= own.admitted_on
    where ev.client_id = getvariable('client_id') and ev.occurred_on <= as_of()
    union all
    select
        cast(de.decided_at as date) as on_day,
        null as until_day,
        'decision' as kind,
        coalesce(dw.words, replace(de.decision, '_', ' ')) as title,
        de.reason as detail
    from decisions as de
    inner join own
        on de.client_id = own.client_id and cast(de.decided_at as date) >= own.admitted_on
    left join decision_word as dw on de.decision = dw.decision
    where de.client_id = getvariable('client_id')
    union all
    select
        coalesce(rv.done_on, rv.due_on) as on_day,
        null as until_day,
        'review' as kind,
        replace(replace(upper(rv.kind[1]) || rv.kind[2:], 'follow_up', 'follow-up'), '_', ' ')
            as title,
        case
            when rv.done_on is not null then 'done, was due ' || short_day(rv.due_on)
            when rv.due_on < as_of() and ro.client_id is null then 'not done, a later one was'
            when rv.due_on < as_of() then 'due, not done'
            else 'due'
        end as detail
    from plan_reviews as rv
    inner join own on rv.client_id = own.client_id and rv.due_on >= own.admitted_on
    left join review_open as ro
        on rv.client_id = ro.client_id and rv.kind = ro.kind and rv.due_on = ro.due_on
    where rv.client_id = getvariable('client_id')
    union all
    select
        ao.on_day,
        null as until_day,
        'medication' as kind,
        'Medication visit' as title,
        null as detail
    from attendance_outcome as ao
    inner join own on ao.client_id = own.client_id and ao.on_day >= own.admitted_on
    where ao.client_id = getvariable('client_id') and ao.kind = 'medication' and ao.attended
)

select
    ma.on_day,
    ma.until_day,
    ma.kind,
    ma.title,
    nullif(ma.detail, '') as detail,
    ma.on_day > as_of() as is_ahead
from mark as ma
order by ma.on_day asc, ma.kind asc, ma.title asc, ma.detail asc
