/*
title = "The ladder of levels of care, and what each provides"
*/
-- Reference data that a clinic edits (copy this file into its own folder). Dose is judged against an
-- episode's own sessions and hours; the defaults here stand in where those are empty.
-- Defaults: SAMHSA advisory on intensive outpatient treatment (9 hours a week and more), Medicare
-- (20 hours for partial hospitalization); aftercare is contact once a month. Sessions a week, and the
-- hours of residential care that are programme time, are assumed.
select
    rung.level,
    rung.rank,
    rung.title,
    rung.sessions_per_week,
    rung.hours_per_week,
    rung.next_down
from (
    values
    ('aftercare', 1, 'Aftercare', 0.25, 0.25, null),
    ('outpatient', 2, 'Outpatient', 1.0, 1.0, 'aftercare'),
    ('intensive_outpatient', 3, 'IOP', 3.0, 9.0, 'outpatient'),
    ('partial_hospitalization', 4, 'PHP', 5.0, 20.0, 'intensive_outpatient'),
    ('residential', 5, 'Residential', 7.0, 30.0, 'partial_hospitalization')
) as rung (level, rank, title, sessions_per_week, hours_per_week, next_down)
