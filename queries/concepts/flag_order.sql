/*
title = "The order in which a client's flags are told, as text to sort by"
kind = "macro"
help = "answered_on: empty while nobody has answered the flag."

[[examples]]
name = "of two equally grave flags the one about safety, even answered; what is new about safety before either"
as_of = 2026-03-15
call = "list_sort([flag_order('more_intensity', 3, null, 'c'), flag_order('more_intensity', 2, null, 'a'), flag_order('safety', 2, date '2026-03-11', 'd'), flag_order('safety', 2, null, 'e')])"
expect = ["171e", "262c", "271d", "272a"]

[[examples]]
name = "a gap in the data comes after every reason for more care, what is only process after that"
as_of = 2026-03-15
call = "list_sort([flag_order('process', 2, null, 'a'), flag_order('data_gap', 2, null, 'b'), flag_order('more_intensity', 1, null, 'c')])"
expect = ["282c", "372b", "472a"]
*/
-- Worst first: unanswered safety flags, reasons for more care, gaps in the data, the team's own process. The
-- board, the panel, the note and the client's page tell one client's flags in this order: a team that reads
-- them aloud from two screens must not meet another one first.
create macro flag_order(kind, severity, answered_on, rule) as concat(
    case
        when kind = 'process' then 4
        when kind = 'data_gap' then 3
        when kind = 'safety' and answered_on is null then 1
        else 2
    end,
    9 - severity,
    case when kind = 'safety' then 1 else 2 end,
    rule
)
