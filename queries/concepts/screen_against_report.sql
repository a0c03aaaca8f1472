/*
title = "Screens compared with reported use"
grain = "one row an open client's specimen with a result"
source = "The days for which use still shows in urine differ by substance: 3 are assumed."
reviewed = 2026-11-24

[parameters.screen_reaches_days]
type = "INTEGER"
default = 3
help = "Days before collection during which use could still show in the specimen"

[[examples]]
name = "a positive screen, and logs of the days before without use"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive"]
daily_logs = ["2026-03-08..2026-03-11 used=false"]
expect = { letter = "+", days_reported = 4, use_reported = false, is_unreported = true }

[[examples]]
name = "use reported three days before"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive"]
daily_logs = ["2026-03-08 used=true"]
expect = { letter = "+", days_reported = 1, use_reported = true, is_unreported = false }

[[examples]]
name = "use reported on a form about the week of the specimen"
as_of = 2026-03-15
drug_screens = ["2026-03-09 positive"]
daily_logs = ["2026-03-08 used=false"]
survey_scores = ["2026-03-13 bam_iop use 2"]
expect = { letter = "+", days_reported = 1, use_reported = true, is_unreported = false }

[[examples]]
name = "a form that asks about later days only, and one of four days before the specimen"
as_of = 2026-03-15
drug_screens = ["2026-03-05 positive"]
survey_scores = ["2026-03-13 bam_iop use 2", "2026-03-01 bam_iop use 1"]
expect = { letter = "+", days_reported = 0, use_reported = "null", is_unreported = true }
*/
-- Where the two differ, ask why, kindly: a test can be wrong, earlier use can still show, a day can be forgotten.
-- Logged use with a negative screen counts as no contradiction. Use reported on a form counts as
-- reported, though the form names no day.
with reported_on_form as (
    select distinct
        sp.client_id,
        sp.specimen_id
    from specimen as sp
    inner join use_reported_on_form as tf
        on
            sp.client_id = tf.client_id
            and sp.collected_on >= tf.asks_from
            and sp.collected_on <= tf.given_on + getvariable('screen_reaches_days')
)

select
    sp.client_id,
    sp.specimen_id,
    sp.collected_on,
    sp.letter,
    sp.is_definitive,
    count(ud.reported) as days_reported,
    case when any_value(tf.client_id) is not null then true else bool_or(ud.reported) end
        as use_reported,
    sp.letter = '+' and not coalesce(use_reported, false) as is_unreported
from specimen as sp
left join reported_on_form as tf on sp.client_id = tf.client_id and sp.specimen_id = tf.specimen_id
left join use_day as ud
    on
        sp.client_id = ud.client_id
        and sp.collected_on >= ud.on_day
        and sp.collected_on <= ud.on_day + getvariable('screen_reaches_days')
where sp.letter in ('+', '-')
group by sp.client_id, sp.specimen_id, sp.collected_on, sp.letter, sp.is_definitive
order by sp.client_id, sp.collected_on, sp.specimen_id
