/*
title = "Surveys of each open client: overdue, settled, worse"
grain = "one row an open client whose program uses a survey"

[parameters.days_between_scores]
type = "INTEGER"
default = 14
help = "Two scores at least this many days apart are needed to judge a course"

[parameters.intervals_until_long_overdue]
type = "DOUBLE"
default = 2
help = "A measure is long overdue when its latest score is older than this many of its intervals"

[parameters.board_measure]
type = "VARCHAR"
default = "phq9"
help = "The core measure whose score the board shows; where a client has none of it, the latest other one"

[[examples]]
name = "PHQ-9 settled, GAD-7 never given"
as_of = 2026-03-15
battery = { phq9 = 14, gad7 = 14 }
survey_scores = ["2026-02-20 phq9 total 12", "2026-03-10 phq9 total 5"]
expect = { core_used = 2, core_scored_twice = 1, core_settled = 1, core_unsettled = 0, core_not_assessable = 1, measures_overdue = 1, overdue_measure = "GAD-7", is_never_given = true, board_measure = "PHQ-9", board_score = 5, board_score_change = -7, board_scores = [12, 5] }
*/
-- One row a measure of the battery first, then one row a client.
with judged as (
    select
        ag.client_id,
        ag.measure,
        ag.title,
        ag.core,
        ag.is_never_given,
        ag.last_on,
        ag.age,
        ag.allowed_days,
        ag.is_overdue,
        ag.is_old,
        ag.is_long_overdue,
        -- Orders what is overdue: long overdue first, then by age relative to the interval.
        ag.age / ag.every_days
        + if(
            ag.is_never_given and ag.is_overdue, getvariable('intervals_until_long_overdue'), 0
        ) as urgency,
        ag.overdue_on,
        sc.scores,
        sc.n_scores,
        sc.latest,
        sc.latest_on,
        sc.latest_known_at,
        sc.score_change,
        sc.worsened,
        sc.reliable_change,
        sc.worsened / sc.reliable_change as worsened_share,
        coalesce(ag.core and sc.n_scores > 1, false) as is_scored_twice,
        -- What went well, for concepts/strength; max() orders by the first field.
        case
            when ag.core and sc.is_improved and not sc.is_rising
                then struct_pack(
                    share := abs(sc.score_change) / sc.reliable_change,
                    given_on := sc.latest_on,
                    title := ag.title,
                    score := sc.latest,
                    baseline := sc.baseline
                )
        end as gain,
        case
            when
                ag.core
                and sc.is_below_cutoff
                and not sc.is_rising
                and sc.days_between >= getvariable('days_between_scores')
                then struct_pack(given_on := sc.latest_on, title := ag.title, score := sc.latest)
        end as settled,
        coalesce(ag.core and sc.is_deteriorated, false) as is_deteriorated,
        coalesce(ag.core and sc.is_deteriorated and sc.was_deteriorated, false) as is_twice_running,
        coalesce(sc.days_between >= getvariable('days_between_scores'), false) as has_course,
        coalesce(sc.is_below_cutoff or (sc.is_improved and not sc.is_rising), false) as is_settled,
        -- max() orders by the first fields: the measure furthest off its course.
        case
            when mc.measure is not null
                then struct_pack(
                    standing := mc.standing,
                    severity := mc.severity,
                    past_edge_share := mc.past_edge_share,
                    given_on := mc.given_on,
                    title := mc.title,
                    better := mc.better,
                    score := mc.score,
                    week := mc.week,
                    baseline := mc.baseline,
                    band := mc.band,
                    is_late := mc.is_late,
                    basis := mc.basis,
                    n_people := mc.n_people,
                    on_track_up_to := mc.on_track_up_to,
                    known_at := mc.known_at
                )
        end as course
    from measure_age as ag
    left join score_change as sc
        on ag.client_id = sc.client_id and ag.measure = sc.measure and sc.scale = 'total'
    left join measure_course as mc
        on ag.client_id = mc.client_id and ag.measure = mc.measure
),

-- Of several measures three are named: the longest overdue relative to its interval, the one that worsened
-- most relative to its reliable change, and the one that the board shows.
summed as (
    select
        ju.client_id,
        count(*) filter (where ju.is_overdue) as measures_overdue,
        max(case when ju.is_long_overdue then 2 when ju.is_overdue then 1 end) as overdue_severity,
        max(
            struct_pack(
                urgency := coalesce(ju.urgency, 0),
                title := ju.title,
                is_never_given := ju.is_never_given,
                age := ju.age,
                allowed_days := ju.allowed_days,
                overdue_on := ju.overdue_on,
                last_on := ju.last_on
            )
        ) filter (where ju.is_overdue) as overdue,
        max(ju.age) as oldest_age,
        bool_or(ju.age is null) as is_age_unknown,
        count(*) filter (where ju.core) as core_used,
        count(*) filter (where ju.is_scored_twice) as core_scored_twice,
        count(*) filter (where ju.core and ju.is_settled and ju.has_course and not ju.is_old)
            as core_settled,
        count(*) filter (
            where ju.core and ju.has_course and not ju.is_settled and not ju.is_old
        ) as core_unsettled,
        count(*) filter (
            where ju.core and (not ju.has_course or ju.is_old or ju.is_never_given)
        ) as core_not_assessable,
        count(*) filter (where ju.is_deteriorated) as core_deteriorated,
        max(ju.latest_known_at) filter (where ju.is_deteriorated) as deteriorated_known_at,
        count(*) filter (where ju.is_twice_running) as core_twice_running,
        max(ju.gain) filter (where not ju.is_overdue) as gain,
        max(ju.settled) filter (where not ju.is_overdue) as settled,
        max(
            struct_pack(
                worsened_share := ju.worsened_share,
                title := ju.title,
                worsened := ju.worsened,
                reliable_change := ju.reliable_change,
                score := ju.latest,
                given_on := ju.latest_on
            )
        ) filter (where ju.is_scored_twice and ju.worsened_share is not null) as worst,
        first(
            struct_pack(
                title := ju.title,
                score := ju.latest,
                score_change := ju.score_change,
                given_on := ju.latest_on,
                scores := ju.scores[-8:]
            )
            order by
                ju.measure = getvariable('board_measure') desc, ju.latest_on desc, ju.measure asc
        ) filter (where ju.core and ju.latest is not null) as board,
        max(ju.course) as course
    from judged as ju
    group by ju.client_id
)

select
    su.client_id,
    su.measures_overdue,
    su.overdue_severity,
    su.overdue.title as overdue_measure,
    su.overdue.is_never_given,
    su.overdue.age as overdue_age,
    su.overdue.allowed_days as overdue_allowed,
    su.overdue.overdue_on,
    su.overdue.last_on as overdue_last_on,
    su.oldest_age,
    su.is_age_unknown,
    su.core_used,
    su.core_scored_twice,
    su.core_settled,
    su.core_unsettled,
    su.core_not_assessable,
    su.core_deteriorated,
    su.deteriorated_known_at,
    su.core_twice_running,
    su.gain,
    su.settled,
    su.worst.title as worst_measure,
    su.worst.worsened as worst_change,
    su.worst.reliable_change as worst_reliable_change,
    su.worst.score as worst_score,
    su.worst.given_on as worst_on,
    su.board.title as board_measure,
    su.board.score as board_score,
    su.board.given_on as board_score_on,
    su.board.score_change as board_score_change,
    su.board.scores as board_scores,
    su.course
from summed as su
