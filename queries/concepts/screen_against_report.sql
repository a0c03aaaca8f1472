/*
title = "Screens held against what was told"
grain = "one row an open client's specimen with a result"
source = "Days that a urine screen reaches back: 2 to 4 for most substances; 3 is assumed."
reviewed = 2026-11-24

[parameters.screen_reaches_days]
type = "INTEGER"
default = 3
help = "Days before a specimen for which it can speak"

[[examples]]
name = "a positive screen, and logs of the days before without use"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive"]
daily_logs = ["2026-03-08..2026-03-11 used=false"]
expect = { letter = "+", days_told = 4, told_use = false, is_untold = true }

[[examples]]
name = "use that was told three days before"
as_of = 2026-03-15
drug_screens = ["2026-03-11 positive"]
daily_logs = ["2026-03-08 used=true"]
expect = { letter = "+", days_told = 1, told_use = true, is_untold = false }
*/
-- Where the two differ the reason is asked for, kindly: a test can be wrong, an old use can still show,
-- and a day can be forgotten. A log of use with a negative screen is common, and no contradiction.
select
    sp.client_id,
    sp.specimen_id,
    sp.collected_on,
    sp.letter,
    sp.is_definitive,
    count(ud.told) as days_told,
    bool_or(ud.told) as told_use,
    sp.letter = '+' and not coalesce(bool_or(ud.told), false) as is_untold
from specimen as sp
left join use_day as ud
    on
        sp.client_id = ud.client_id
        and sp.collected_on >= ud.on_day
        and sp.collected_on <= ud.on_day + getvariable('screen_reaches_days')
where sp.letter in ('+', '-')
group by sp.client_id, sp.specimen_id, sp.collected_on, sp.letter, sp.is_definitive
order by sp.client_id, sp.collected_on, sp.specimen_id
