/*
title = "The date of the board"
kind = "macro"

[[examples]]
name = "the date that was asked for"
as_of = 2026-03-15
call = "as_of()"
expect = 2026-03-15
*/
create macro as_of() as cast(getvariable('as_of') as date)
