/*
title = "Active flags, those about the team's own process included"
kind = "query"
grain = "one row a client and rule that is met"

[columns]
look_again_on = "of an answered safety flag: the safety follow-up that is due, else days_until_look_again after the last look"
*/
-- Unanswered safety flags come first.
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
    fs.kind = 'safety' and fs.answered_on is null desc,
    fs.severity desc,
    fs.kind = 'safety' desc,
    fs.rule asc
