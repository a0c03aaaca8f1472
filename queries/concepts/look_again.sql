/*
title = "By when to look again after an answer to a safety flag"
grain = "one row an answered safety flag"
source = "Assumed: a week, where the team set no date."
reviewed = 2026-11-28
assumed = ["days_until_look_again"]

[parameters.days_until_look_again]
type = "INTEGER"
default = 7
help = "Days after an answer to a safety flag by which somebody looks again, where no safety follow-up is scheduled (assumed)"

[[examples]]
name = "no follow-up review is set: a week after the answer"
as_of = 2026-03-15
battery = ["phq9"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
events = ["2026-03-11 risk_assessment"]
expect = { rule = "suicidal_ideation", look_again_on = 2026-03-18 }

[[examples]]
name = "the follow-up review was done: a week after that, and not a look that is overdue"
as_of = 2026-03-20
battery = ["phq9"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
events = ["2026-03-11 risk_assessment"]
plan_reviews = ["2026-03-18 safety_follow_up done_on=2026-03-17"]
expect = { rule = "suicidal_ideation", look_again_on = 2026-03-24 }
*/
-- Look again at the safety follow-up that is due after the answer, else after the usual days. A follow-up due
-- before the answer does not count (review_due still shows it). A follow-up done restarts the usual days
-- only if it was due no earlier than they would have ended.
select
    fl.client_id,
    fl.rule,
    coalesce(
        min(ro.due_on),
        greatest(fl.answered_on, max(done.done_on)) + getvariable('days_until_look_again')
    ) as look_again_on
from flag as fl
left join review_open as ro
    on
        fl.client_id = ro.client_id
        and ro.kind = 'safety_follow_up'
        and fl.answered_on < ro.due_on
left join plan_reviews as done
    on
        fl.client_id = done.client_id
        and done.kind = 'safety_follow_up'
        and fl.answered_on + getvariable('days_until_look_again') <= done.due_on
where fl.kind = 'safety' and fl.answered_on is not null
group by fl.client_id, fl.rule, fl.answered_on
