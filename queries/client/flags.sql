/*
title = "Active flags of one client, those about the team's own process included"
kind = "query"
grain = "one row a rule that is met"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
answered_on = "the day the team answered it; empty: not answered yet"
look_again_on = "of an answered safety flag: the safety follow-up that is due, else days_until_look_again after the last look"
*/
-- As on the board, process flags last.
select
    fs.rule,
    fs.kind,
    fs.severity,
    fs.value,
    fs.threshold,
    fs.since,
    fs.evidence,
    fs.suggests,
    fs.answered_on,
    fs.look_again_on
from active_flag as fs
where fs.client_id = getvariable('client_id')
order by flag_order(fs.kind, fs.severity, fs.answered_on, fs.rule)
