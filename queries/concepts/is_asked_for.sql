/*
title = "Whether a client is one of those asked for"
kind = "macro"

[parameters.of_clinician]
type = "VARCHAR"
default = ""
scope = true
help = "Only the clients of this clinician (a staff id); empty: every clinician's"

[parameters.of_program]
type = "VARCHAR"
default = ""
scope = true
help = "Only the clients of this program (its id); empty: every program's"

[parameters.of_client]
type = "VARCHAR"
default = ""
scope = true
help = "Only this client (an id); empty: everybody"

[[examples]]
name = "nothing is asked for: everybody"
as_of = 2026-03-15
call = "is_asked_for('X', null, null)"
expect = true

[[examples]]
name = "the clinician, and another"
as_of = 2026-03-15
parameters = { of_clinician = "T03" }
call = "[is_asked_for('X', 'T03', 'P1'), is_asked_for('Y', 'T04', 'P1')]"
expect = [true, false]

[[examples]]
name = "the program, and another"
as_of = 2026-03-15
parameters = { of_program = "P1" }
call = "[is_asked_for('X', 'T03', 'P1'), is_asked_for('Y', 'T03', 'P2')]"
expect = [true, false]

[[examples]]
name = "the client, and another"
as_of = 2026-03-15
parameters = { of_client = "X" }
call = "[is_asked_for('X', 'T03', 'P1'), is_asked_for('Y', 'T03', 'P1')]"
expect = [true, false]

[[examples]]
name = "all that is asked for must be so"
as_of = 2026-03-15
parameters = { of_clinician = "T03", of_program = "P2" }
call = "is_asked_for('X', 'T03', 'P1')"
expect = false
*/
create macro is_asked_for(client, clinician, program) as
(getvariable('of_clinician') = '' or clinician = getvariable('of_clinician'))
and (getvariable('of_program') = '' or program = getvariable('of_program'))
and (getvariable('of_client') = '' or client = getvariable('of_client'))
