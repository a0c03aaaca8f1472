/*
title = "Days with evidence about use, for or against"
grain = "one row an open client and day, from two weeks before the admission on"
reviewed = 2026-11-24

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use where this many days before it hold evidence, and none of use (with the window at most 61 days)"

[[examples]]
name = "a negative screen and a log of use on one day: use"
as_of = 2026-03-15
drug_screens = ["2026-03-11 negative"]
daily_logs = ["2026-03-11 used=true", "2026-03-12 used=false"]
expect = [{ on_day = 2026-03-11, used = true, reported = true, letter = "-" }, { on_day = 2026-03-12, used = false, reported = false, letter = "null" }]
*/
-- A screen counts for the day it was collected, a log or a reported return to use for its own day. Evidence of
-- use outweighs evidence of none; pending, unreadable or uncollected specimens are no evidence.
with evidence as (
    select
        sr.client_id,
        sr.collected_on as on_day,
        sr.letter,
        cast(null as boolean) as reported
    from specimen_read as sr
    where
        sr.letter in ('+', '-')
        and sr.collected_on >= sr.admitted_on - getvariable('days_without_use')
    union all
    select
        dl.client_id,
        dl.logged_on as on_day,
        null as letter,
        dl.used as reported
    from daily_logs as dl
    inner join open_client as oc
        on
            dl.client_id = oc.client_id
            and dl.logged_on >= oc.admitted_on - getvariable('days_without_use')
    where dl.used is not null and dl.logged_on <= as_of()
    union all
    select
        ev.client_id,
        ev.occurred_on as on_day,
        null as letter,
        true as reported
    from events as ev
    inner join open_client as oc
        on
            ev.client_id = oc.client_id
            and ev.occurred_on >= oc.admitted_on - getvariable('days_without_use')
    where ev.kind = 'return_to_use' and ev.occurred_on <= as_of()
)

select
    ec.client_id,
    ec.on_day,
    coalesce(bool_or(ec.reported), false) or coalesce(bool_or(ec.letter = '+'), false) as used,
    bool_or(ec.reported) as reported,
    -- Of two specimens on one day, the positive one: '+' sorts before '-'.
    min(ec.letter) as letter
from evidence as ec
group by ec.client_id, ec.on_day
order by ec.client_id, ec.on_day
