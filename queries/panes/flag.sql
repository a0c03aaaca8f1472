/*
title = "Active flags, those about the team's own process included"
kind = "query"
grain = "one row a client and rule that is met"

[columns]
look_again_on = "of an answered safety flag: the safety follow-up that is due, else days_until_look_again after the last look"
*/
-- Of each client in the order of the board's reasons.
select
    fs.rule,
    fs.kind,
    fs.severity,
    fs.client_id,
    fs.value,
    fs.threshold,
    fs.since,
    fs.evidence,
    fs.suggests,
    fs.answered_on,
    fs.look_again_on
from active_flag as fs
order by
    fs.client_id asc,
    flag_order(fs.kind, fs.severity, fs.answered_on, fs.rule) asc
