/*
title = "Rules for safety and more care that cannot be judged for lack of data"
kind = "query"
grain = "one row a client and rule that is missing"

[[examples]]
name = "no PHQ-9: neither safety nor a course can be judged"
as_of = 2026-03-15
battery = ["phq9"]
attendance = ["2026-03-09 attended", "2026-03-11 attended", "2026-03-13 attended", "2026-03-14 attended"]
expect = [{ rule = "severe_and_worse", kind = "safety" }, { rule = "suicidal_ideation", kind = "safety", evidence = "no PHQ-9 in the last 28 days, none in this admission" }, { rule = "not_on_track", kind = "more_intensity" }, { rule = "reliable_deterioration", kind = "more_intensity" }]

[[examples]]
name = "on leave, what is counted without a visit is not judged; a gap in the data is none of these"
as_of = 2026-03-15
battery = ["daily_log", "phq9"]
leaves = ["2026-03-12 hospital"]
survey_items = ["2026-02-20 phq9 1,1,0,2,0,1,1,0,0", "2026-03-10 phq9 1,1,0,2,0,1,1,0,0"]
daily_logs = ["2026-02-15..2026-03-15 craving=2 used=false"]
expect = [{ rule = "dose_gap", evidence = "on leave" }, { rule = "family_contact_gap" }, { rule = "no_contact" }, { rule = "no_shows_in_a_row" }]

[[examples]]
name = "a PHQ-9 with two scores: both are judged"
as_of = 2026-03-15
battery = ["phq9"]
attendance = ["2026-03-09 attended", "2026-03-11 attended", "2026-03-13 attended", "2026-03-14 attended"]
survey_items = ["2026-02-20 phq9 1,1,0,2,0,1,1,0,0", "2026-03-10 phq9 1,1,0,2,0,1,1,0,0"]
expect = []
*/
-- No flag does not mean that nothing is wrong: rules that could not be judged are listed beside the flags, with
-- what is missing.
select
    fi.rule,
    ri.title,
    fi.kind,
    fi.client_id,
    fi.value,
    fi.threshold,
    fi.evidence
from finding as fi
inner join rule_info as ri on fi.rule = ri.rule
where fi.state = 'missing' and fi.kind in ('safety', 'more_intensity')
order by fi.client_id asc, fi.kind = 'safety' desc, fi.rule asc
