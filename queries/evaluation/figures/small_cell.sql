/*
title = "Whether a count of people is small enough to reveal individuals"
kind = "macro"
source = "CMS: no cell of 1 to 10 (ResDAC 2024). A zero may be shown."
help = "The number of people of a group"

[parameters.smallest_cell]
type = "INTEGER"
default = 11
help = "A figure for a group is withheld where it rests on fewer people than this"

[[examples]]
name = "ten are few"
call = "small_cell(10)"
expect = true

[[examples]]
name = "eleven are not"
call = "small_cell(11)"
expect = false

[[examples]]
name = "nobody is known to be nobody"
call = "small_cell(0)"
expect = false
*/
create macro small_cell(people) as (
    coalesce(people > 0 and people < getvariable('smallest_cell'), false)
)
