/*
title = "Reliable and clinically significant change: recovered, improved, unchanged or deteriorated"
kind = "macro"
source = "Jacobson & Truax 1991, as in the R package clinicalsignificance 3.0.0."
reviewed = 2026-11-23
help = "better: 'lower' or 'higher'. Recovered: improved, a case before, past the cut-off after."

[[examples]]
name = "reliably better, and past the cut-off"
call = "change_class(16, 8, 6, 0.84, 10, 'lower')"
expect = "recovered"

[[examples]]
name = "reliably better, and at the cut-off: still a case"
call = "change_class(18, 10, 6, 0.84, 10, 'lower')"
expect = "improved"
*/
-- Without a cut-off nobody can be called recovered; without both scores, a direction, or the measure's SD and
-- reliability, the result is empty.
create macro change_class(pre, post, sd, reliability, cutoff, better) as case
    when coalesce(better not in ('lower', 'higher'), true) then null
    when abs(post - pre) <= reliable_change_amount(sd, reliability) then 'unchanged'
    when abs(post - pre) > reliable_change_amount(sd, reliability)
        then case
            when better = 'lower' and post < cutoff and cutoff <= pre then 'recovered'
            when better = 'higher' and post > cutoff and cutoff >= pre then 'recovered'
            when (post < pre) = (better = 'lower') then 'improved'
            else 'deteriorated'
        end
end
