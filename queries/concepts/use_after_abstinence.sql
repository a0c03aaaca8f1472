/*
title = "Days since a return to use after days without"
kind = "macro"
source = "Assumed: a return to use is use after 14 days with evidence and none of use. Lost tolerance: from memory; single lapses: Roos 2019."
reviewed = 2026-11-24
help = "used, clear: days with use and days with evidence of none (bit n: n days back); within_days: window; days_without: days without use required"

[[examples]]
name = "use 3 days back, nothing but a negative screen 10 days back"
call = "use_after_abstinence(1::bigint << 3, 1::bigint << 10, 14, 14)"
expect = 3

[[examples]]
name = "without evidence before it, use is not a return to use"
call = "use_after_abstinence(1::bigint << 3, 0::bigint, 14, 14)"
expect = "null"
*/
-- "After 14 days with evidence and none of use": the 14 dates before hold a negative screen or a log without
-- use, and no unexpected positive, logged use, or return to use entered as an event. Days without evidence
-- do not count as abstinent, but one day with evidence is enough: a weekly clinic has two screens in 14
-- days. Use on the following days belongs to the same return. Days are bits, so that screens, logs and
-- events combine into one number; it reaches 61 days back.
create macro use_after_abstinence(used, clear, within_days, days_without) as case
    when used & ((cast(1 as bigint) << least(within_days, 61)) - 1) <> 0
        then list_max(
            list_filter(
                range(least(within_days, 61)),
                lambda n: (used >> n) & 1 = 1
                and (used >> (n + 1)) & ((cast(1 as bigint) << least(days_without, 61)) - 1) = 0
                and (clear >> (n + 1)) & ((cast(1 as bigint) << least(days_without, 61)) - 1) <> 0
            )
        )
end
