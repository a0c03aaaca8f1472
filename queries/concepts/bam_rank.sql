/*
title = "Which BAM counts where a client has several: the one of the highest rank"
kind = "macro"
source = "Assumed: a form counts for a little longer than the days it asks about."

[parameters.bam_iop_days]
type = "INTEGER"
default = 10
help = "Days for which a BAM-IOP (asks about the past 7 days) counts"

[parameters.bam_days]
type = "INTEGER"
default = 35
help = "Days for which a BAM (asks about the past 30 days) counts"

[[examples]]
name = "given on the same day: the BAM-IOP, which asks about the past week"
as_of = 2026-03-15
call = "bam_rank('bam_iop', date '2026-03-10') > bam_rank('bam', date '2026-03-10')"
expect = true

[[examples]]
name = "a later BAM comes before an earlier BAM-IOP"
as_of = 2026-03-15
call = "bam_rank('bam_iop', date '2026-03-10') > bam_rank('bam', date '2026-03-11')"
expect = false

[[examples]]
name = "a BAM-IOP of ten days ago no longer counts"
as_of = 2026-03-15
call = "bam_rank('bam_iop', date '2026-03-05')"
expect = "null"

[[examples]]
name = "a BAM-IOP of nine days ago does"
as_of = 2026-03-15
call = "bam_rank('bam_iop', date '2026-03-06') > 0"
expect = true

[[examples]]
name = "a BAM of 34 days ago counts"
as_of = 2026-03-15
call = "bam_rank('bam', date '2026-02-09') > 0"
expect = true

[[examples]]
name = "a BAM of 35 days ago does not"
as_of = 2026-03-15
call = "bam_rank('bam', date '2026-02-08')"
expect = "null"

[[examples]]
name = "a PHQ-9 has no rank"
as_of = 2026-03-15
call = "bam_rank('phq9', date '2026-03-10')"
expect = "null"
*/
create macro bam_rank(form_measure, form_on) as case
    when form_measure = 'bam_iop' and form_on > as_of() - getvariable('bam_iop_days')
        then (form_on - date '2000-01-01') * 2 + 1
    when form_measure = 'bam' and form_on > as_of() - getvariable('bam_days')
        then (form_on - date '2000-01-01') * 2
end
