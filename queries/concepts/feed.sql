/*
title = "The first and the last day for which each table holds entered rows"
kind = "table"
*/
-- Rules about absence count up to `through` and never past it: a feed that stopped is one banner, not a
-- caseload of flags. Planned rows (scheduled sessions, screens due ahead) do not count as entered.
select
    'attendance' as table_name,
    cast(max(se.starts_at) as date) as through,
    cast(min(se.starts_at) as date) as since
from attendance as att
inner join sessions as se on att.session_id = se.session_id
where att.status <> 'scheduled' and se.starts_at < as_of() + interval 1 day
union all
select
    'drug_screens' as table_name,
    max(ds.collected_on) as through,
    min(ds.collected_on) as since
from drug_screens as ds
union all
-- Items and scores are one feed: a clinic sends its forms as either.
select
    survey_table.table_name,
    max(sd.given_on) as through,
    min(sd.first_given_on) as since
from (
    select
        max(fs.given_on) as given_on,
        min(fs.given_on) as first_given_on
    from form_scores as fs
    where fs.given_on <= as_of()
    union all
    select
        max(ss.given_on) as given_on,
        min(ss.given_on) as first_given_on
    from survey_scores as ss
    where ss.given_on <= as_of()
) as sd
cross join (values ('survey_items'), ('survey_scores')) as survey_table (table_name)
group by survey_table.table_name
union all
select
    'daily_logs' as table_name,
    max(dl.logged_on) as through,
    min(dl.logged_on) as since
from daily_logs as dl
where dl.logged_on <= as_of()
union all
select
    'goal_ratings' as table_name,
    max(gr.rated_on) as through,
    min(gr.rated_on) as since
from goal_ratings as gr
where gr.rated_on <= as_of()
union all
select
    'events' as table_name,
    max(ev.occurred_on) as through,
    min(ev.occurred_on) as since
from events as ev
where ev.occurred_on <= as_of()
