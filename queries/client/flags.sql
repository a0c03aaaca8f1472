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
    select * from flag
    union all by name
    select * from process_flag
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
    on st.client_id = la.client_id and st.rule = la.rule
where st.client_id = getvariable('client_id')
order by
    st.kind = 'process' asc,
    st.kind = 'safety' and st.answered_on is null desc,
    st.severity desc,
    st.kind = 'safety' desc,
    st.rule asc
