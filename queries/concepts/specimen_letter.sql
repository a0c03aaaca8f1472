/*
title = "The letter of a specimen"
kind = "macro"
help = "reading: the worst of its substances' results (screen_reading); entered_through: the last day for which collections were entered."
source = "Letters as in CTNote (Odom & Brandt 2023)."
reviewed = 2026-11-28

[[examples]]
name = "collected, and a prescription explains it"
as_of = 2026-03-15
call = "specimen_letter('p', date '2026-03-11', date '2026-03-11', date '2026-03-15', false)"
expect = "-"

[[examples]]
name = "collected and pending"
as_of = 2026-03-15
call = "specimen_letter('?', date '2026-03-11', date '2026-03-11', date '2026-03-15', false)"
expect = "?"

[[examples]]
name = "due yesterday and not collected"
as_of = 2026-03-15
call = "specimen_letter('?', date '2026-03-14', null, date '2026-03-15', false)"
expect = "o"

[[examples]]
name = "due today: the day is not over"
as_of = 2026-03-15
call = "specimen_letter('?', date '2026-03-15', null, date '2026-03-15', false)"
expect = "null"

[[examples]]
name = "nobody has entered that day yet"
as_of = 2026-03-15
call = "specimen_letter('?', date '2026-03-12', null, date '2026-03-11', false)"
expect = "null"

[[examples]]
name = "on leave nothing is due"
as_of = 2026-03-15
call = "specimen_letter('?', date '2026-03-11', null, date '2026-03-15', true)"
expect = "null"

[[examples]]
name = "refused, on a day of leave: it was asked for"
as_of = 2026-03-15
call = "specimen_letter('o', date '2026-03-11', null, date '2026-03-15', true)"
expect = "o"
*/
-- `-` negative or expected positive, `+` unexpected positive, `o` due and not collected, or refused, `*`
-- invalid or dilute, `?` collected and pending. Not collected yet and due today, ahead, after the last day
-- for which collections were entered, or on a day of leave: no letter.
create macro specimen_letter(reading, due_on, collected_on, entered_through, is_on_leave) as case
    when reading in ('+', 'o', '*') then reading
    when collected_on is not null then replace(reading, 'p', '-')
    when due_on < as_of() and due_on <= entered_through and not is_on_leave then 'o'
end
