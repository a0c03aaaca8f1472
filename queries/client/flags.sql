/*
title = "Flags of one client that stand, process included"
kind = "query"
grain = "one row a rule that is met"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
answered_on = "the day on which the team answered it; empty: nobody has yet"
look_again_on = "an answered safety flag: the safety follow-up review that is due, else so many days after the last look"
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
    la.look_again_on
from stands as st
left join look_again as la
    on la.client_id = getvariable('client_id') and st.rule = la.rule
order by
    st.kind = 'process' asc,
    st.kind = 'safety' and st.answered_on is null desc,
    st.severity desc,
    st.kind = 'safety' desc,
    st.rule asc
