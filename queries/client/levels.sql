/*
title = "Levels of care of one client: time at each, and hours attended"
kind = "query"
grain = "one row a stay at a level in this admission"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
kind = "admitted, up, down, returned (after a gap) or moved"
to_on = "the last day; the date of the board while the stay lasts"
is_open = "the stay is still going on"
leave_days = "days on leave in the stay"
attended_hours = "all kinds of session, days on leave left out"
days_at_level = "days at this level in all stays of the admission"
end_reason = "as in the extract"
*/
-- Each part filters by the client, so that nobody else's days are computed.
with stay as (
    select
        ls.client_id,
        ls.admission_number,
        ls.level,
        ls.from_on,
        ls.to_on,
        ls.days,
        ls.end_reason
    from level_stay as ls
    inner join open_client as oc
        on ls.client_id = oc.client_id and ls.admitted_on = oc.admitted_on
    where ls.client_id = getvariable('client_id')
),

away as (
    select
        st.from_on,
        count(*) as leave_days
    from stay as st
    inner join leave_day as ld
        on ld.client_id = getvariable('client_id') and ld.on_day between st.from_on and st.to_on
    group by st.from_on
),

visited as (
    select
        st.from_on,
        sum(ac.attended_minutes) as minutes
    from stay as st
    inner join attendance_counted as ac
        on ac.client_id = getvariable('client_id') and ac.on_day between st.from_on and st.to_on
    group by st.from_on
)

select
    st.level,
    coalesce(lv.title, replace(st.level, '_', ' ')) as title,
    lc.kind,
    st.from_on,
    st.to_on,
    st.to_on = as_of() as is_open,
    cast(st.days as integer) as days,
    ti.days as days_at_level,
    cast(coalesce(aw.leave_days, 0) as integer) as leave_days,
    round(coalesce(ca.minutes, 0) / 60, 1) as attended_hours,
    st.end_reason
from stay as st
left join level as lv on st.level = lv.level
left join level_change as lc
    on lc.client_id = getvariable('client_id') and st.from_on = lc.on_day
left join time_in_level as ti
    on
        ti.client_id = getvariable('client_id')
        and st.admission_number = ti.admission_number
        and st.level = ti.level
left join away as aw on st.from_on = aw.from_on
left join visited as ca on st.from_on = ca.from_on
order by st.from_on
