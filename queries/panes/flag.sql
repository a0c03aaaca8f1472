/*
title = "Flags that stand, process included"
kind = "query"
grain = "one row a client and rule that is met"
*/
-- What is only process (a review overdue, an authorization that ends) is told here and moves no pane.
-- What is new about safety comes first.
with stands as (
    select
        fl.rule,
        fl.kind,
        fl.severity,
        fl.client_id,
        fl.value,
        fl.threshold,
        fl.since,
        fl.evidence,
        fl.suggests,
        fl.answered_on
    from flag as fl
    union all
    select
        pf.rule,
        pf.kind,
        pf.severity,
        pf.client_id,
        pf.value,
        pf.threshold,
        pf.since,
        pf.evidence,
        pf.suggests,
        pf.answered_on
    from process_flag as pf
)

select
    st.rule,
    st.kind,
    st.severity,
    st.client_id,
    st.value,
    st.threshold,
    st.since,
    st.evidence,
    st.suggests,
    st.answered_on
from stands as st
order by
    st.client_id asc,
    st.kind = 'safety' and st.answered_on is null desc,
    st.severity desc,
    st.kind = 'safety' desc,
    st.rule asc
