/*
title = "Supports and plans of one client, and aftercare arrangements still missing"
kind = "query"
grain = "one row a support or plan of this admission, and one for each arrangement still missing"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
kind = "as in the extracts; contact: a support in contact"
is_plan = "a document, not a person or group"
in_place = "false: it ended, or is missing"
is_lacking = "true: still missing for aftercare; such rows have no dates, and there are none where the program records no supports"
days_since_contact = "to the date of the board"
*/
-- Where no client of the program has a support on record, supports are not collected here and what a client has
-- is unknown: nothing is called missing.
with own as (
    select
        su.kind,
        coalesce(sw.title, replace(su.kind, '_', ' ')) as title,
        coalesce(sw.is_plan, false) as is_plan,
        su.ended_on is null as in_place,
        false as is_lacking,
        su.started_on,
        su.ended_on,
        su.last_contact_on,
        as_of() - su.last_contact_on as days_since_contact
    from supports as su
    inner join open_client as oc on su.client_id = oc.client_id
    left join support_word as sw on su.kind = sw.kind
    where
        su.client_id = getvariable('client_id')
        and su.started_on <= as_of()
        and (su.ended_on is null or su.ended_on >= oc.admitted_on)
    union all
    select
        al.kind,
        al.title,
        coalesce(sw.is_plan, false) as is_plan,
        false as in_place,
        true as is_lacking,
        null as started_on,
        null as ended_on,
        null as last_contact_on,
        null as days_since_contact
    from aftercare_lacking as al
    inner join open_client as oc on al.client_id = oc.client_id
    inner join instrument_used as iu
        on oc.program_id = iu.program_id and iu.instrument = 'supports'
    left join support_word as sw on al.kind = sw.kind
    where al.client_id = getvariable('client_id')
)

select
    ow.kind,
    ow.title,
    ow.is_plan,
    ow.in_place,
    ow.is_lacking,
    ow.started_on,
    ow.ended_on,
    ow.last_contact_on,
    ow.days_since_contact
from own as ow
order by
    ow.is_lacking asc,
    ow.in_place desc,
    ow.is_plan asc,
    ow.last_contact_on desc nulls last,
    ow.kind asc,
    ow.started_on asc
