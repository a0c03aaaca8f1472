/*
title = "Active flags, those about the team's own process included, and when to look again"
grain = "one row a client and rule that is met"

[columns]
look_again_on = "of an answered safety flag: the safety follow-up that is due, else days_until_look_again after the last look"

[[examples]]
name = "assessed, and no follow-up review is set: look again a week after the answer"
as_of = 2026-03-15
battery = ["phq9"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
events = ["2026-03-11 risk_assessment"]
expect = { rule = "suicidal_ideation", answered_on = 2026-03-11, look_again_on = 2026-03-18 }

[[examples]]
name = "of two flags each has its own day, or none"
as_of = 2026-03-15
battery = ["phq9"]
attendance = ["2026-03-12 attended"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
events = ["2026-03-08 crisis", "2026-03-11 risk_assessment"]
episode = { level = "intensive_outpatient", started_on = 2026-02-20, authorized_until = 2026-03-18 }
expect = [
    { rule = "authorization_ending", answered_on = "null", look_again_on = "null" },
    { rule = "critical_event", answered_on = 2026-03-11, look_again_on = 2026-03-18 },
    { rule = "suicidal_ideation", answered_on = 2026-03-11, look_again_on = 2026-03-18 },
]
*/
-- Process flags (a review overdue, an authorization ending) are shown here and never move a pane.
with stands as (
    select * from flag
    union all by name
    select * from process_flag
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
    st.answered_on,
    la.look_again_on
from stands as st
left join look_again as la on st.client_id = la.client_id and st.rule = la.rule
