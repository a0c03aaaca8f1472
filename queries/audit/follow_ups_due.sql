/*
title = "Check-ins after discharge that are due or overdue"
kind = "query"
grain = "one row a discharged client and check-in, the longest overdue first"
source = "Assumed: check-ins at 1, 3, 6, 12 and 18 months, where a clinic has no plan of its own (follow_up_months), and the window."
reviewed = 2026-11-24
help = "Not listed: who died or is in care again, and a check-in that was passed over, from the day the window of the next one opens, or follow_up_left_after_days after that of the last."

[columns]
clinician = "as on the client's record"
month = "months after discharge"
due_on = "month months after discharge"
until_on = "the last day of its window"
state = "due: the window is open; overdue: it has passed without a contact entered (also where the clinic enters none at all)"
days_over = "days since the window ended; 0: still open"
last_contact_on = "the latest check-in after this discharge; empty: none was entered"
booster_sessions = "visits after discharge or in aftercare, up to the date, also while a leave is on record"
*/
-- Calls to make. Missed check-ins are not listed: the next one has taken their place. For the first two only:
-- caseboard run audit/follow_ups_due -p follow_up_months=[1,3].
select
    fd.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    fd.discharged_on,
    fd.end_reason,
    fd.month,
    fd.due_on,
    fd.until_on,
    fd.state,
    fd.days_over,
    fd.last_contact_on,
    fd.booster_sessions
from follow_up_due as fd
left join clients as cl on fd.client_id = cl.client_id
left join client_label as lb on fd.client_id = lb.client_id
where
    fd.state in ('due', 'overdue')
    and is_asked_for(fd.client_id, cl.clinician_id, cl.program_id)
order by fd.days_over desc, fd.due_on asc, fd.client_id asc, fd.month asc
