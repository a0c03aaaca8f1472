/*
title = "Prescribed hours a week of an episode"
kind = "macro"
source = "Dose is judged against the episode's own sessions and hours, and against the level's where these are empty."
reviewed = 2026-11-28

[[examples]]
name = "the episode says it"
call = "prescribed_hours(6, 2, 9, 3)"
expect = 6

[[examples]]
name = "nothing said: what the level has"
call = "prescribed_hours(null, null, 9, 3)"
expect = 9

[[examples]]
name = "once a week at a level of three times is a third of its hours"
call = "prescribed_hours(null, 1, 9, 3)"
expect = 3

[[examples]]
name = "more sessions need not be more hours"
call = "prescribed_hours(null, 5, 9, 3)"
expect = 9
*/
-- Where an episode names only its sessions, fewer than the level's default mean proportionally fewer hours.
create macro prescribed_hours(own_hours, own_sessions, level_hours, level_sessions) as coalesce(
    own_hours,
    level_hours * least(own_sessions / level_sessions, 1),
    level_hours
)
