/*
title = "Returns to use in the admission"
grain = "one row an open client and return"
reviewed = 2026-11-24

[parameters.days_without_use]
type = "INTEGER"
default = 14
help = "Use is a return to use where this many days before it hold evidence, and none of use (with the window at most 61 days)"

[[examples]]
name = "two returns"
as_of = 2026-03-15
drug_screens = ["2026-01-20 positive", "2026-01-28 negative", "2026-02-04 positive", "2026-02-11 positive", "2026-02-20 negative", "2026-03-04 positive"]
expect = [{ on_day = 2026-02-04 }, { on_day = 2026-03-04 }]
*/
-- The same definition as use_after_abstinence, over the whole admission: the 14 dates before hold evidence, and
-- none of use.
with compared as (
    select
        ud.client_id,
        ud.on_day,
        ud.used,
        max(case when ud.used then ud.on_day end) over before as used_before_on,
        max(case when not ud.used then ud.on_day end) over before as clear_before_on
    from use_day as ud
    window before as (
        partition by ud.client_id
        order by ud.on_day
        rows between unbounded preceding and 1 preceding
    )
)

select
    cm.client_id,
    cm.on_day
from compared as cm
inner join open_client as oc on cm.client_id = oc.client_id and cm.on_day >= oc.admitted_on
where
    cm.used
    and cm.on_day - cm.clear_before_on <= getvariable('days_without_use')
    and coalesce(cm.on_day - cm.used_before_on > getvariable('days_without_use'), true)
order by cm.client_id, cm.on_day
