/*
title = "Days of which something is known about use"
grain = "one row an open client and day, from two weeks before the admission on"
reviewed = 2026-11-24

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use after this many days with evidence and none of use (with the days looked at: 61 at most)"

[[examples]]
name = "a negative screen and a log of use on one day: use"
as_of = 2026-03-15
drug_screens = ["2026-03-11 negative"]
daily_logs = ["2026-03-11 used=true", "2026-03-12 used=false"]
expect = [{ on_day = 2026-03-11, used = true, told = true, letter = "-" }, { on_day = 2026-03-12, used = false, told = false, letter = "null" }]
*/
-- A screen speaks for the day it was collected, a log and a return to use that was told for their own
-- day. Whoever says use is believed; what is pending, unreadable or not collected says nothing.
with evidence as (
    select
        sp.client_id,
        sp.collected_on as on_day,
        sp.letter,
        cast(null as boolean) as told
    from specimen_read as sp
    where
        sp.letter in ('+', '-')
        and sp.collected_on >= sp.admitted_on - getvariable('days_without_use')
    union all
    select
        dl.client_id,
        dl.logged_on as on_day,
        null as letter,
        dl.used as told
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
        true as told
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
    coalesce(bool_or(ec.told), false) or coalesce(bool_or(ec.letter = '+'), false) as used,
    bool_or(ec.told) as told,
    -- Of two specimens of one day the positive one.
    min(ec.letter) as letter
from evidence as ec
group by ec.client_id, ec.on_day
order by ec.client_id, ec.on_day
