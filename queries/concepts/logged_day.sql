/*
title = "Daily logs of this admission, with triggers as a list"
grain = "one row a day that an open client logged"

[[examples]]
name = "triggers are a list; spaces and empty ones are taken out"
as_of = 2026-03-15
daily_logs = ["2026-03-09 craving=6 triggers='stress; work;' coping_skill=grounding used=false"]
expect = { logged_on = 2026-03-09, craving = 6, triggers = ["stress", "work"], coping_skill = "grounding", used = false }
*/
-- Questions not asked or not answered stay empty: an empty `used` is not "no".
select
    dl.client_id,
    dl.logged_on,
    dl.craving,
    dl.mood,
    dl.stress,
    dl.sleep_hours,
    dl.exercise_minutes,
    dl.mindfulness_minutes,
    dl.used,
    dl.risky_situation,
    list_sort(
        list_distinct(
            list_filter(
                trigger_words(dl.triggers), lambda word: word <> '' -- noqa: RF02
            )
        )
    ) as triggers,
    nullif(trim(dl.coping_skill), '') as coping_skill
from daily_logs as dl
inner join open_client as oc
    on dl.client_id = oc.client_id and dl.logged_on >= oc.admitted_on
where dl.logged_on <= as_of()
