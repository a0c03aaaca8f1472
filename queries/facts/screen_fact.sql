/*
title = "Drug screens of each open client"
grain = "one row an open client with a specimen, of this admission or the weeks before it"

[parameters.screen_window_days]
type = "INTEGER"
default = 28
help = "Window for drug screens, in days"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[parameters.critical_use_days]
type = "INTEGER"
default = 14
help = "Window for a return to use after lost tolerance to opioids, in days"

[parameters.return_days]
type = "INTEGER"
default = 7
help = "Window for a return to use, in days"

[parameters.early_days]
type = "INTEGER"
default = 28
help = "Days at the start of the admission during which early screens are judged"

[parameters.early_screens]
type = "INTEGER"
default = 3
help = "Number of first due screens that count as the early ones"

[[examples]]
name = "two unexpected positives, the one before negative"
as_of = 2026-03-15
drug_screens = ["2026-03-02 negative", "2026-03-04 positive", "2026-03-07 not_collected", "2026-03-09 positive"]
expect = { screen_word = "-+o+", positives_in_a_row = 2, first_positive_on = 2026-03-04, last_result_on = 2026-03-09, due_28d = 4, positive_28d = 2, not_collected_28d = 1, bad_screens_28d = 3 }
*/
-- Use, and days without it, are read from before the admission on; all else is of the admission. Due specimens
-- are dated by their due date, tests for cause by the day of collection. A specimen not collected neither adds to
-- a run of positives nor ends it. The name _28d gives the default window.
with read as (
    select
        sr.client_id,
        sr.admitted_on,
        sr.weeks_since_screens,
        sr.on_day,
        sr.is_due,
        sr.collected_on,
        sr.result_on,
        sr.letter
    from specimen_read as sr
    where sr.letter is not null
),

used as (
    select
        re.client_id,
        bit_or(day_bit(re.collected_on)) filter (where re.letter = '+') as used_days,
        bit_or(day_bit(re.collected_on)) filter (where re.letter = '-') as clear_days,
        min(re.result_on) filter (
            where
            re.letter = '+'
            and as_of() - re.collected_on < getvariable('critical_use_days')
        ) as use_first_known_at,
        max(re.result_on) filter (
            where re.letter = '+' and as_of() - re.collected_on < getvariable('return_days')
        ) as use_last_known_at
    from read as re
    group by re.client_id
),

counted as (
    select
        sp.client_id,
        sp.on_day,
        sp.is_due,
        sp.collected_on,
        sp.letter,
        sp.result_on,
        as_of() - sp.on_day < getvariable('screen_window_days') as in_window,
        as_of() - sp.admitted_on <= getvariable('early_days') and sp.is_due as is_early,
        -- A specimen counts as not collected from the day after it was due.
        case when sp.letter = 'o' then sp.on_day + 1 else sp.result_on end as known_on,
        -- A positive, pending or unreadable specimen counts by the day it was collected, however late.
        as_of() - greatest(sp.on_day, sp.collected_on) < getvariable('screen_window_days')
            as is_collected_in_window,
        week_bit(sp.collected_on, sp.weeks_since_screens) as collected_week
    from read as sp
    where sp.on_day >= sp.admitted_on
),

summed as (
    select
        co.client_id,
        -- The last 8 letters, oldest first; within a day, in the order of the letters.
        list_reverse(
            arg_max(co.letter, (co.on_day - date '2000-01-01') * 256 + ascii(co.letter), 8) filter (
                where co.is_due
            )
        ) as last_letters,
        max(co.collected_on) filter (where co.letter in ('+', '-')) as last_result_on,
        max(co.collected_on) filter (where co.letter = '-') as last_negative_on,
        max(co.collected_on) filter (where co.letter = '+') as last_positive_on,
        list(co.collected_on) filter (where co.letter = '-') as negative_on,
        list(co.collected_on) filter (where co.letter = '+') as positive_on,
        list(
            struct_pack(
                on_day := co.collected_on, known_on := co.result_on, is_due := co.is_due
            )
        ) filter (where co.letter = '+') as positives,
        count(*) filter (where co.is_due and co.in_window) as due_28d,
        count(*) filter (where co.is_due and co.in_window and co.letter = '-') as negative_28d,
        count(*) filter (where co.is_collected_in_window and co.letter = '+')
            as positive_28d,
        count(*) filter (where co.in_window and co.letter = 'o') as not_collected_28d,
        count(*) filter (where co.is_collected_in_window and co.letter in ('?', '*'))
            as unread_28d,
        count(*) filter (where co.is_due and co.in_window and co.letter in ('+', 'o'))
            as bad_screens_28d,
        -- The first due screens of a recent admission, in their order.
        arg_min(
            { 'letter': co.letter, 'on_day': co.on_day, 'known_on': co.known_on },
            (co.on_day - date '2000-01-01') * 256 + ascii(co.letter),
            getvariable('early_screens')
        ) filter (where co.is_early) as early,
        bit_or(co.collected_week) filter (where co.letter = '-') as negative_weeks,
        bit_or(co.collected_week) filter (where co.letter = '+') as positive_weeks
    from counted as co
    group by co.client_id
),

-- Any test counts as a collection, and use of any substance as use, on the days before the admission too: somebody
-- who was positive at intake has not gone four weeks without use. Cannabis counts only where it is the
-- client's own substance, since it can stay positive for weeks after the last use.
collected as (
    select
        ds.client_id,
        max(ds.collected_on) filter (
            where
            coalesce(ds.result <> 'refused', true)
            and greatest(ds.due_on, ds.collected_on) >= oc.admitted_on
        ) as last_collected_on,
        -- Of two on one day the same one is always named, whatever the order of loading.
        max(struct_pack(collected_on := ds.collected_on, substance := ds.substance)) filter (
            where
            ds.result = 'positive'
            and not coalesce(ds.expected, false)
            and (ds.substance <> 'cannabis' or ds.substance = oc.primary_substance)
            and ds.collected_on > as_of() - getvariable('use_window_days')
        ) as any_positive
    from drug_screens as ds
    inner join open_client as oc on ds.client_id = oc.client_id
    group by ds.client_id
)

select
    cd.client_id,
    array_to_string(sm.last_letters, '') as screen_word,
    sm.last_result_on,
    sm.last_negative_on,
    sm.last_positive_on,
    cd.last_collected_on,
    cd.any_positive.collected_on as any_positive_on,
    cd.any_positive.substance as any_positive_substance,
    sm.due_28d,
    sm.negative_28d,
    sm.positive_28d,
    sm.not_collected_28d,
    sm.unread_28d,
    sm.bad_screens_28d,
    len(sm.early) as early_due,
    len([e.letter for e in sm.early if e.letter in ('+', 'o')]) as early_bad, -- noqa: RF01
    list_min([e.on_day for e in sm.early if e.letter in ('+', 'o')]) as early_bad_on, -- noqa: RF01
    list_max([e.known_on for e in sm.early if e.letter in ('+', 'o')]) as early_known_on, -- noqa: RF01
    us.used_days,
    us.clear_days,
    us.use_first_known_at,
    us.use_last_known_at,
    sm.negative_weeks,
    sm.positive_weeks,
    -- One day is one result: of two specimens (a cup and the laboratory's) the positive one counts.
    list_max(
        list_filter(sm.negative_on, lambda d: not list_contains(sm.positive_on, d)) -- noqa: RF02
    ) as last_clear_on,
    list_filter(
        sm.positives,
        lambda p: p.on_day > coalesce(last_clear_on, date '0001-01-01') -- noqa: RF01
    ) as run,
    coalesce(len(list_distinct([p.on_day for p in run])), 0) as positives_in_a_row, -- noqa: RF01
    -- The letters on the board are of due specimens: those for cause are counted apart.
    positives_in_a_row
    - coalesce(len(list_distinct([p.on_day for p in run if p.is_due])), 0) -- noqa: RF01
        as positives_for_cause,
    list_min([p.on_day for p in run]) as first_positive_on, -- noqa: RF01
    list_max([p.known_on for p in run]) as positives_known_on -- noqa: RF01
from collected as cd
left join summed as sm on cd.client_id = sm.client_id
left join used as us on cd.client_id = us.client_id
