/*
title = "The score that is on track where too few past admissions can be compared with"
kind = "macro"
source = "As rules/more_intensity/not_on_track.sql"

[[examples]]
name = "reliably better asks less than the cut-off: PHQ-9 from 18, reliable change 6"
call = "fallback_edge(18, 6, 10, 'lower')"
expect = 12

[[examples]]
name = "the cut-off asks less: PHQ-9 from 12"
call = "fallback_edge(12, 6, 10, 'lower')"
expect = 10

[[examples]]
name = "where higher is better: ORS from 15 and from 22, reliable change 5"
call = "[fallback_edge(15, 5, 25, 'higher'), fallback_edge(22, 5, 25, 'higher')]"
expect = [20, 25]

[[examples]]
name = "without a cut-off, reliably better; without a reliable change, the cut-off"
call = "[fallback_edge(18, 6, null, 'lower'), fallback_edge(18, null, 10, 'lower')]"
expect = [12, 10]
*/
-- Below the cut-off or reliably better, whichever asks less: at the cut-off a score is still a case.
create macro fallback_edge(baseline, reliable_change, cutoff, better) as case
    when better = 'higher' then least(baseline + reliable_change, cutoff)
    else greatest(baseline - reliable_change, cutoff)
end
