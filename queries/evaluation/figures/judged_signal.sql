/*
title = "The signals that one outcome judges"
kind = "table"
grain = "one row a signal that was ever on or scored"

[parameters.outcome]
type = "VARCHAR"
default = "no_attendance"
help = "The outcome, by the name of its file in evaluation/outcomes"

[columns]
is_scored = "it has a score, so it can order people"
has_alerts = "it is on or off"
is_same_input = "its own input defines the outcome"
is_turned = "a sign of doing well judged by a bad outcome: the less often it follows, the better"
*/
select
    sd.signal,
    any_value(sd.side) as side,
    bool_or(sd.score is not null) as is_scored,
    bool_or(sd.is_on is not null) as has_alerts,
    bool_or(list_contains(oi.same_input, sd.signal)) as is_same_input,
    bool_or(sd.side = 'better' and list_contains(oi.judges, 'worse')) as is_turned
from signal_day as sd
inner join outcome_info as oi
    on oi.outcome = getvariable('outcome') and list_contains(oi.judges, sd.side)
group by sd.signal
