/*
title = "Which of several BAMs speaks: the one with the highest turn"
kind = "macro"
source = "Assumed: a form speaks for a little longer than the days it asks about."

[parameters.bam_iop_days]
type = "INTEGER"
default = 10
help = "Days for which a BAM-IOP (past 7 days) speaks"

[parameters.bam_days]
type = "INTEGER"
default = 35
help = "Days for which a BAM (past 30 days) speaks"

[[examples]]
name = "of one day, the one about a week"
as_of = 2026-03-15
call = "bam_turn('bam_iop', date '2026-03-10') > bam_turn('bam', date '2026-03-10')"
expect = true

[[examples]]
name = "the later one before the one about a week"
as_of = 2026-03-15
call = "bam_turn('bam_iop', date '2026-03-10') > bam_turn('bam', date '2026-03-11')"
expect = false

[[examples]]
name = "a BAM-IOP of ten days ago no longer speaks"
as_of = 2026-03-15
call = "bam_turn('bam_iop', date '2026-03-05')"
expect = "null"

[[examples]]
name = "one of nine days ago does"
as_of = 2026-03-15
call = "bam_turn('bam_iop', date '2026-03-06') > 0"
expect = true

[[examples]]
name = "a BAM of 34 days ago speaks"
as_of = 2026-03-15
call = "bam_turn('bam', date '2026-02-09') > 0"
expect = true

[[examples]]
name = "of 35 days ago no longer"
as_of = 2026-03-15
call = "bam_turn('bam', date '2026-02-08')"
expect = "null"

[[examples]]
name = "a PHQ-9 has no turn"
as_of = 2026-03-15
call = "bam_turn('phq9', date '2026-03-10')"
expect = "null"
*/
create macro bam_turn(form_measure, form_on) as case
    when form_measure = 'bam_iop' and form_on > as_of() - getvariable('bam_iop_days')
        then (form_on - date '2000-01-01') * 2 + 1
    when form_measure = 'bam' and form_on > as_of() - getvariable('bam_days')
        then (form_on - date '2000-01-01') * 2
end
