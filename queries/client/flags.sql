/*
title = "Flags of one client that stand, process included"
kind = "query"
grain = "one row a rule that is met"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[parameters.days_until_look_again]
type = "INTEGER"
default = 7
help = "Days from the answer to a safety flag until somebody looks again, where no follow-up review is due (assumed)"

[columns]
answered_on = "the day on which the team answered it; empty: nobody has yet"
look_again_on = "an answered safety flag: the safety follow-up review that is due, else so many days after the answer"
*/
-- As on the board: what is new about safety comes first, what is only process last.
with stands as (
    select
        fl.rule,
        fl.kind,
        fl.severity,
        fl.value,
        fl.threshold,
        fl.since,
        fl.evidence,
        fl.suggests,
        fl.answered_on
    from flag as fl
    where fl.client_id = getvariable('client_id')
    union all
    select
        pf.rule,
        pf.kind,
        pf.severity,
        pf.value,
        pf.threshold,
        pf.since,
        pf.evidence,
        pf.suggests,
        pf.answered_on
    from process_flag as pf
    where pf.client_id = getvariable('client_id')
),

-- An answer to a safety flag holds until the follow-up that was agreed on, or for the usual days.
agreed as (
    select min(ro.due_on) as due_on
    from review_open as ro
    where ro.client_id = getvariable('client_id') and ro.kind = 'safety_follow_up'
)

select
    st.rule,
    st.kind,
    st.severity,
    st.value,
    st.threshold,
    st.since,
    st.evidence,
    st.suggests,
    st.answered_on,
    case
        when st.kind = 'safety' and st.answered_on is not null
            then coalesce(ag.due_on, st.answered_on + getvariable('days_until_look_again'))
    end as look_again_on
from stands as st
cross join agreed as ag
order by
    st.kind = 'process' asc,
    st.kind = 'safety' and st.answered_on is null desc,
    st.severity desc,
    st.kind = 'safety' desc,
    st.rule asc
