/*
title = "Implausible dates"
kind = "check"
grain = "one row a table, column, client and date"
help = "A row dated ahead is not known before that day, so a mistyped year hides it."
reviewed = 2026-11-24
assumed = ["before 1990, more than two years ahead, and for what has happened more than a day after the last load"]

[parameters.earliest_plausible_date]
type = "DATE"
default = 1990-01-01
help = "Dates before this day are implausible"

[parameters.years_ahead]
type = "INTEGER"
default = 2
help = "Dates further ahead than this many years are implausible"

[parameters.days_of_another_zone]
type = "INTEGER"
default = 1
help = "Entries dated more than this many days after the last load are implausible"

[columns]
column_name = "status: a visit or a no-show at a session that lies ahead, so that the day or the status is wrong"
client_id = "as in the extract, before ids are merged; empty: a session"

[[examples]]
name = "a form of the year 2062"
as_of = 2026-03-15
survey_scores = ["2062-03-10 phq9 total 14"]
expect = { table_name = "survey_scores", column_name = "given_on", client_id = "X", on_day = 2062-03-10, entries = 1 }
*/
-- Reads the tables themselves, not what was known on the day: a form dated 2062 is not known yet, so nothing else
-- would show it. Whatever was entered, given, collected, logged or happened lies before the last load, so a
-- swapped day and month shows as soon as it points ahead. For the same reason the years ahead are counted from the last
-- load where an earlier day is looked at: what has been entered since is not far ahead.
with last_load as (
    select coalesce(cast(greatest(max(lo.loaded_at), max(lo.last_day)) as date), as_of()) as on_day
    from clinic.loads as lo
),

dated as (
    select
        'attendance' as table_name,
        'entered_at' as column_name,
        att.client_id,
        cast(att.entered_at as date) as on_day
    from clinic.attendance as att
    where att.known_until is null
    union all
    select
        'attendance' as table_name,
        'status' as column_name,
        att.client_id,
        cast(se.starts_at as date) as on_day
    from clinic.attendance as att
    inner join clinic.sessions as se on att.session_id = se.session_id and se.known_until is null
    where
        att.known_until is null
        and att.status in ('attended', 'late', 'left_early', 'no_show')
    union all
    select
        'sessions' as table_name,
        'starts_at' as column_name,
        null as client_id,
        cast(se.starts_at as date) as on_day
    from clinic.sessions as se
    where se.known_until is null
    union all
    select
        'episodes' as table_name,
        unnest(['started_on', 'ended_on', 'authorized_until']) as column_name,
        ep.client_id,
        unnest([ep.started_on, ep.ended_on, ep.authorized_until]) as on_day
    from clinic.episodes as ep
    where ep.known_until is null
    union all
    select
        'leaves' as table_name,
        unnest(['started_on', 'ended_on']) as column_name,
        le.client_id,
        unnest([le.started_on, le.ended_on]) as on_day
    from clinic.leaves as le
    where le.known_until is null
    union all
    select
        'survey_items' as table_name,
        unnest(['given_on', 'entered_at']) as column_name,
        si.client_id,
        unnest([si.given_on, cast(si.entered_at as date)]) as on_day
    from clinic.survey_items as si
    where si.known_until is null
    union all
    select
        'survey_scores' as table_name,
        unnest(['given_on', 'entered_at']) as column_name,
        ss.client_id,
        unnest([ss.given_on, cast(ss.entered_at as date)]) as on_day
    from clinic.survey_scores as ss
    where ss.known_until is null
    union all
    select
        'drug_screens' as table_name,
        unnest(['due_on', 'collected_on', 'result_at']) as column_name,
        ds.client_id,
        unnest([ds.due_on, ds.collected_on, cast(ds.result_at as date)]) as on_day
    from clinic.drug_screens as ds
    where ds.known_until is null
    union all
    select
        'daily_logs' as table_name,
        unnest(['logged_on', 'entered_at']) as column_name,
        dl.client_id,
        unnest([dl.logged_on, cast(dl.entered_at as date)]) as on_day
    from clinic.daily_logs as dl
    where dl.known_until is null
    union all
    select
        'goals' as table_name,
        unnest(['set_on', 'closed_on']) as column_name,
        go.client_id,
        unnest([go.set_on, go.closed_on]) as on_day
    from clinic.goals as go
    where go.known_until is null
    union all
    select
        'goal_ratings' as table_name,
        unnest(['rated_on', 'entered_at']) as column_name,
        go.client_id,
        unnest([gr.rated_on, cast(gr.entered_at as date)]) as on_day
    from clinic.goal_ratings as gr
    inner join clinic.goals as go on gr.goal_id = go.goal_id and go.known_until is null
    where gr.known_until is null
    union all
    select
        'supports' as table_name,
        unnest(['started_on', 'ended_on', 'last_contact_on']) as column_name,
        su.client_id,
        unnest([su.started_on, su.ended_on, su.last_contact_on]) as on_day
    from clinic.supports as su
    where su.known_until is null
    union all
    select
        'plan_reviews' as table_name,
        unnest(['due_on', 'done_on']) as column_name,
        pr.client_id,
        unnest([pr.due_on, pr.done_on]) as on_day
    from clinic.plan_reviews as pr
    where pr.known_until is null
    union all
    select
        'events' as table_name,
        unnest(['occurred_on', 'entered_at']) as column_name,
        ev.client_id,
        unnest([ev.occurred_on, cast(ev.entered_at as date)]) as on_day
    from clinic.events as ev
    where ev.known_until is null
    union all
    select
        'follow_ups' as table_name,
        'contacted_on' as column_name,
        fu.client_id,
        fu.contacted_on as on_day
    from clinic.follow_ups as fu
    where fu.known_until is null
    union all
    select
        'consents' as table_name,
        unnest(['given_on', 'expires_on', 'revoked_on']) as column_name,
        co.client_id,
        unnest([co.given_on, co.expires_on, co.revoked_on]) as on_day
    from clinic.consents as co
    where co.known_until is null
    union all
    select
        'client_aliases' as table_name,
        'merged_on' as column_name,
        ca.client_id,
        ca.merged_on as on_day
    from clinic.client_aliases as ca
    where ca.known_until is null
)

select
    da.table_name,
    da.column_name,
    da.client_id,
    da.on_day,
    count(*) as entries
from dated as da
cross join last_load as ll
where
    da.on_day < getvariable('earliest_plausible_date')
    or da.on_day > greatest(as_of(), ll.on_day) + to_years(getvariable('years_ahead'))
    or (
        da.column_name in (
            'entered_at', 'given_on', 'collected_on', 'result_at', 'logged_on', 'rated_on',
            'occurred_on', 'done_on', 'last_contact_on', 'contacted_on', 'status'
        )
        and da.on_day > ll.on_day + getvariable('days_of_another_zone')
    )
group by da.table_name, da.column_name, da.client_id, da.on_day
order by da.table_name, da.column_name, da.client_id nulls first, da.on_day
