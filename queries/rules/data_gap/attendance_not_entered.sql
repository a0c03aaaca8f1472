/*
title = "Sessions without an entry"
kind = "data_gap"
severity = 1
say = "{what} {since}"
unit = "sessions not entered"
source = "A session without an entry counts neither as a visit nor as a no-show; 3 days are assumed."
reviewed = 2026-11-24
assumed = ["days_until_entered"]
battery = []

[parameters.days_until_entered]
type = "INTEGER"
default = 3
help = "A session still marked scheduled this many days later counts as not entered"

[[examples]]
name = "three days past, and still scheduled"
as_of = 2026-03-15
attendance = ["2026-03-11 attended", "2026-03-12 scheduled"]
expect = { state = "met", value = 1, threshold = 1, since = 2026-03-12, severity = 1, evidence = "Session not entered: 12 Mar" }

[[examples]]
name = "two days past"
as_of = 2026-03-15
attendance = ["2026-03-11 attended", "2026-03-13 scheduled"]
expect = { state = "not_met", value = 0 }
*/
-- This is about a missing entry, not an absent client, so it counts up to the date of the board. Sessions before
-- this admission and on days of leave are left out.
select
    f.client_id,
    case when len(f.sessions_not_entered) > 0 then 'met' else 'not_met' end as state,
    coalesce(len(f.sessions_not_entered), 0) as value,
    1 as threshold,
    list_min(f.sessions_not_entered) as since,
    case
        when len(f.sessions_not_entered) > 1
            then format('{} sessions not entered, the first on', len(f.sessions_not_entered))
        else 'Session not entered:'
    end as what
from client_fact as f
order by f.client_id
