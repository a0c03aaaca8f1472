/*
title = "Substance use of one client over the admission"
kind = "query"
grain = "one row: an open client"
source = "Screen words as in CTNote (Odom & Brandt 2023); initiation, engagement, retention: concepts/admission_retention."
reviewed = 2026-11-24

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[columns]
substance = "the substance screened for: the client's own; if that was never tested, any but cannabis"
word = "one letter a due specimen: - negative or explained by a prescription, + positive, o not collected, * unreadable, ? pending"
weekly_word = "one letter a week of the admission: as word, * also mixed, _ none due"
due = "letters of the word"
unreadable = "mixed, invalid or dilute"
prescribed = "due specimens with a positive that a prescription explains; they are among the negative ones"
unconfirmed = "positive specimens, tests for cause included, without a definitive result: confirm before acting on them"
for_cause_positive = "positive tests that were not due; they are in no word"
percent_negative_observed = "0 to 100: negative, of due specimens with a negative or positive result"
percent_negative_missing_as_positive = "0 to 100: the same, with specimens not collected counted as positive, a convention of trials"
longest_abstinence = "specimens in the longest run without use in the word"
current_abstinence_days = "days with evidence of no use since the last known use of the admission"
last_use_on = "the last day of this admission with a positive screen, logged use, or a return to use or an overdose entered as an event"
later_use_reported_on = "the latest form that reports use after last_use_on: all the days it asks about lie in the admission and after that day"
percent_days_abstinent = "0 to 100: logged days without use, of logged days with an answer about use"
use_days = "logged days with use"
first_return_to_use_on = "first use after 14 days with evidence and none of use"
returns_to_use = "number of such returns"
disagreements = "positive screens without use reported for the 3 days before, in a log or on a form"
disagreements_logged = "of these, screens with a log of those days that says no use"
initiation = "a service within 14 days after the start; empty: too early to say"
engagement = "2 further days with a service within 34 days"
retained_30 = "a service in each 30 days, and not left; 60 and 90 alike"
*/
-- Two percentages side by side: a specimen not collected is neither a result nor irrelevant.
with counted as (
    select
        sp.client_id,
        string_agg(sp.letter, '' order by sp.due_on, sp.letter) filter (where sp.is_due) as word,
        count(*) filter (where sp.is_due) as due,
        count(*) filter (where sp.is_due and sp.letter = '-') as negative,
        count(*) filter (where sp.is_due and sp.letter = '+') as positive,
        count(*) filter (where sp.is_due and sp.letter = 'o') as not_collected,
        count(*) filter (where sp.is_due and sp.letter = '?') as pending,
        count(*) filter (where sp.is_due and sp.letter = '*') as unreadable,
        count(*) filter (where sp.is_due and sp.letter = '-' and sp.is_prescribed) as prescribed,
        count(*) filter (where sp.letter = '+' and not sp.is_definitive) as unconfirmed,
        count(*) filter (where sp.letter = '+' and not sp.is_due) as for_cause_positive
    from specimen as sp
    where sp.client_id = getvariable('client_id') and sp.letter is not null
    group by sp.client_id
),

-- An overdose is no return to use, since it has a rule of its own, and is use all the same, as in facts/event_fact.
told as (
    select
        ud.client_id,
        ud.on_day,
        ud.used
    from use_day as ud
    where ud.client_id = getvariable('client_id')
    union all
    select
        ev.client_id,
        ev.occurred_on as on_day,
        true as used
    from events as ev
    where
        ev.client_id = getvariable('client_id')
        and ev.kind = 'overdose'
        and ev.occurred_on <= as_of()
),

known as (
    select
        tl.client_id,
        tl.on_day,
        max(case when tl.used then tl.on_day end) over (partition by tl.client_id) as last_use_on
    from told as tl
    inner join open_client as oc on tl.client_id = oc.client_id and tl.on_day >= oc.admitted_on
),

used as (
    select
        kn.client_id,
        any_value(kn.last_use_on) as last_use_on,
        count(*) filter (where coalesce(kn.on_day > kn.last_use_on, true)) as clear_days
    from known as kn
    group by kn.client_id
),

reported_later as (
    select
        tf.client_id,
        max(tf.given_on) as given_on
    from use_reported_on_form as tf
    inner join open_client as oc on tf.client_id = oc.client_id and tf.asks_from >= oc.admitted_on
    left join used as us on tf.client_id = us.client_id
    where
        tf.client_id = getvariable('client_id')
        and coalesce(tf.asks_from > us.last_use_on, true)
    group by tf.client_id
),

logged as (
    select
        dl.client_id,
        count(*) as days_logged,
        count(*) filter (where dl.used) as use_days
    from daily_logs as dl
    inner join open_client as oc
        on dl.client_id = oc.client_id and dl.logged_on >= oc.admitted_on
    where
        dl.client_id = getvariable('client_id')
        and dl.used is not null
        and dl.logged_on <= as_of()
    group by dl.client_id
),

returned as (
    select
        ur.client_id,
        min(ur.on_day) as first_on,
        count(*) as times
    from use_returned as ur
    where ur.client_id = getvariable('client_id')
    group by ur.client_id
),

compared as (
    select
        sr.client_id,
        count(*) filter (where sr.is_unreported) as disagreements,
        count(*) filter (where sr.is_unreported and sr.days_reported > 0) as disagreements_logged
    from screen_against_report as sr
    where sr.client_id = getvariable('client_id')
    group by sr.client_id
)

select
    oc.client_id,
    case when os.client_id is not null then oc.primary_substance else 'any but cannabis' end
        as substance,
    coalesce(co.word, '') as word,
    we.word as weekly_word,
    cast(coalesce(co.due, 0) as integer) as due,
    cast(coalesce(co.negative, 0) as integer) as negative,
    cast(coalesce(co.positive, 0) as integer) as positive,
    cast(coalesce(co.not_collected, 0) as integer) as not_collected,
    cast(coalesce(co.pending, 0) as integer) as pending,
    cast(coalesce(co.unreadable, 0) as integer) as unreadable,
    cast(coalesce(co.prescribed, 0) as integer) as prescribed,
    cast(coalesce(co.unconfirmed, 0) as integer) as unconfirmed,
    cast(coalesce(co.for_cause_positive, 0) as integer) as for_cause_positive,
    100.0 * co.negative / nullif(co.negative + co.positive, 0) as percent_negative_observed,
    100.0 * co.negative / nullif(co.negative + co.positive + co.not_collected, 0)
        as percent_negative_missing_as_positive,
    cast(screen_longest_abstinence(coalesce(co.word, '')) as integer) as longest_abstinence,
    cast(us.clear_days as integer) as current_abstinence_days,
    us.last_use_on,
    tl.given_on as later_use_reported_on,
    100.0 * (lo.days_logged - lo.use_days) / lo.days_logged as percent_days_abstinent,
    cast(coalesce(lo.days_logged, 0) as integer) as days_logged,
    cast(coalesce(lo.use_days, 0) as integer) as use_days,
    re.first_on as first_return_to_use_on,
    cast(coalesce(re.times, 0) as integer) as returns_to_use,
    cast(coalesce(cm.disagreements, 0) as integer) as disagreements,
    cast(coalesce(cm.disagreements_logged, 0) as integer) as disagreements_logged,
    ke.initiation,
    ke.engagement,
    ke.retained_30,
    ke.retained_60,
    ke.retained_90
from open_client as oc
left join own_substance_tested as os on oc.client_id = os.client_id
left join screen_week_word as we on oc.client_id = we.client_id
left join counted as co on oc.client_id = co.client_id
left join used as us on oc.client_id = us.client_id
left join reported_later as tl on oc.client_id = tl.client_id
left join logged as lo on oc.client_id = lo.client_id
left join returned as re on oc.client_id = re.client_id
left join compared as cm on oc.client_id = cm.client_id
left join admission_retention as ke
    on oc.client_id = ke.client_id and oc.admitted_on = ke.started_on
where oc.client_id = getvariable('client_id')
order by oc.client_id
