/*
title = "Flags of one client that stand, process included"
kind = "query"
grain = "one row a rule that is met"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
answered_on = "the day on which the team answered it; empty: nobody has yet"
look_again_on = "an answered safety flag: the safety follow-up review that is due, else so many days after the last look"
*/
-- As on the board: what is new about safety comes first, what is only process last.
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
order by
    fs.kind = 'process' asc,
    fs.kind = 'safety' and fs.answered_on is null desc,
    fs.severity desc,
    fs.kind = 'safety' desc,
    fs.rule asc
