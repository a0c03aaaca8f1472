/*
title = "What is lacking lately, and since when, in words"
kind = "macro"
help = "last_on: the last day in this admission; empty where there was none."

[[examples]]
name = "one before"
as_of = 2026-03-15
call = "none_lately('PHQ-9', 28, date '2026-02-15')"
expect = "no PHQ-9 in the last 28 days, the last on 15 Feb"

[[examples]]
name = "none; of an earlier admission nothing is said"
as_of = 2026-03-15
call = "none_lately('PHQ-9', 28, cast(null as date))"
expect = "no PHQ-9 in the last 28 days, none in this admission"
*/
-- A team acts on the age of a gap: a form missed last week, or never given.
create macro none_lately(what, days, last_on) as concat(
    format('no {} in the last {} days, ', what, days),
    coalesce('the last on ' || short_day(last_on), 'none in this admission')
)
