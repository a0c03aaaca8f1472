/*
title = "An unplanned end of the admission in the next four weeks"
kind = "outcome"
say = "left without a plan in the next four weeks"
source = "Discharge against advice, administrative, or after loss of contact."
reviewed = 2026-11-24
help = "A clinic discharges clients who stay away long enough, so absence defines part of this outcome."
judges = ["worse"]
same_input = ["no_contact", "no_shows_in_a_row", "dose_gap", "weeks_missed_of_four"]

[[examples]]
name = "contact was lost"
as_of = 2026-03-15
replay = ["2026-02-15"]
episode = { started_on = 2026-01-01, ended_on = 2026-03-01, end_reason = "lost_to_contact" }
expect = { happened = true, happened_on = 2026-03-01 }
*/
-- A planned discharge is not an unplanned exit. A client who died is not judged, nor one discharged without a
-- reason: whether that was planned is unknown.
select
    sd.client_id,
    sd.on_day,
    sd.is_left as happened,
    case when sd.is_left then sd.ended_on end as happened_on
from stay_day as sd
where sd.is_watched and (sd.is_in_care or sd.end_reason <> 'died')
order by sd.client_id, sd.on_day
