/*
title = "The ladder of levels of care, and what each provides"
grain = "one row a level"
source = "SAMHSA advisory on intensive outpatient treatment (2021): 9 hours a week and more; Medicare: 20 hours and more for partial hospitalization, 9 to 19 for intensive outpatient; aftercare is contact once a month. Sessions a week, and the hours of residential care that are programme time, are assumed."
reviewed = 2026-11-24
*/
-- Reference data that a clinic edits: copy this file to concepts/level.sql in the clinic's own folder, and
-- the copy replaces this one (queries/README.md). `rank` orders the
-- ladder; `next_down` is the level that a step down leads to. Dose is judged against the episode's own
-- sessions and hours; `sessions_per_week` and `hours_per_week` stand in where those are empty. Below
-- `least_hours_per_week` a client receives less than what defines the level. The rungs name no
-- dimensional criteria on purpose: those and their ratings are proprietary, are stored as text where a
-- clinician enters them, and are never computed here.
select
    rung.level,
    rung.rank,
    rung.title,
    rung.sessions_per_week,
    rung.hours_per_week,
    rung.least_hours_per_week,
    rung.next_down
from (
    values
    ('aftercare', 1, 'Aftercare', 0.25, 0.25, null, null),
    ('outpatient', 2, 'Outpatient', 1.0, 1.0, null, 'aftercare'),
    ('intensive_outpatient', 3, 'IOP', 3.0, 9.0, 9.0, 'outpatient'),
    ('partial_hospitalization', 4, 'PHP', 5.0, 20.0, 20.0, 'intensive_outpatient'),
    ('residential', 5, 'Residential', 7.0, 30.0, null, 'partial_hospitalization')
) as rung (
    level, rank, title, sessions_per_week, hours_per_week, least_hours_per_week, next_down
)
