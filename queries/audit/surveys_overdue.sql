/*
title = "Surveys that are overdue, or were never given"
kind = "query"
grain = "one row an open client and overdue measure of the program's battery, the longest overdue first; none for clients on leave"
source = "Joint Commission CTS.03.01.09 (a standardized instrument over the course of service); 1.5 intervals as in rules/data_gap/measure_overdue."
reviewed = 2026-11-24

[columns]
every_days = "how often the battery asks for it"
last_on = "the last score of this admission, or of the 14 days before it (its baseline); empty: none yet"
age = "days since then, or since the start of the admission, up to the last day for which surveys were entered; days on leave are left out"
days_over = "of these, days since it became overdue; 0: since the last of them"

[[examples]]
name = "PHQ-9 22 days old, GAD-7 never given"
as_of = 2026-03-15
battery = { phq9 = 14, gad7 = 14 }
survey_scores = ["2026-02-21 phq9 total 12"]
expect = [{ measure = "gad7", last_on = "null", age = 60, days_over = 46 }, { measure = "phq9", last_on = 2026-02-21, age = 22, days_over = 0 }]
*/
-- A list of forms to hand out, not a ranking of people. Ages are counted to the last day for which surveys were
-- entered; where none ever was, nothing can be called overdue, and panes/stale_feed says so.
select
    ma.client_id,
    lb.name,
    lb.clinician,
    lb.program,
    ma.measure,
    ma.title,
    ma.every_days,
    ma.last_on,
    cast(ma.age as integer) as age,
    cast(ma.age - ma.days_until_overdue as integer) as days_over
from measure_age as ma
inner join open_client as oc on ma.client_id = oc.client_id
left join client_label as lb on ma.client_id = lb.client_id
where ma.is_overdue and oc.on_leave is null
order by days_over desc, ma.client_id asc, ma.measure asc
