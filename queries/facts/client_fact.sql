/*
title = "What is known about each open client"
kind = "table"
grain = "one row an open client"
*/
-- Every rule stands on this row. It is worked out once for a date and a set of parameters, from one
-- pass over each table. A count of nothing is 0; a date, a mean or a score of nothing is empty.
with used as (
    select
        iu.program_id,
        list(iu.instrument order by iu.instrument) as instruments,
        max(case when iu.instrument = 'drug_screen' then iu.every_days end) as screen_every_days
    from instrument_used as iu
    group by iu.program_id
),

-- Whether this admission has any score yet, of whatever measure.
scored as (
    select
        sc.client_id,
        count(*) as scales_scored,
        max(case when sc.measure = 'pacs' then sc.latest end) as pacs,
        max(case when sc.measure = 'pacs' then sc.latest_on end) as pacs_on,
        max(case when sc.measure = 'pacs' and sc.n_scores > 1 then sc.score_change end)
            as pacs_change,
        max(case when sc.measure = 'phq9' and sc.scale = 'total' then sc.latest end) as phq9,
        max(case when sc.measure = 'phq9' and sc.scale = 'total' then sc.latest_on end)
            as phq9_score_on,
        max(case when sc.measure = 'phq9' and sc.scale = 'total' then sc.score_change end)
            as phq9_change,
        max(case when sc.measure = 'gad7' and sc.scale = 'total' then sc.latest end) as gad7,
        max(case when sc.measure = 'gad7' and sc.scale = 'total' then sc.latest_on end)
            as gad7_score_on,
        max(case when sc.measure = 'gad7' and sc.scale = 'total' then sc.score_change end)
            as gad7_change
    from score_change as sc
    group by sc.client_id
)

select
    oc.client_id,
    oc.name,
    oc.program_id,
    oc.clinician_id,
    oc.primary_substance,
    oc.on_medication,
    oc.level,
    oc.level_title,
    oc.next_level,
    oc.episode_id,
    oc.episode_started_on,
    oc.days_in_episode,
    oc.planned_weeks,
    oc.sessions_per_week,
    oc.hours_per_week,
    oc.authorized_until,
    oc.admitted_on,
    oc.days_in,
    oc.week,
    oc.on_leave,
    oc.on_leave_since,
    us.instruments,
    us.screen_every_days,
    coalesce(list_contains(us.instruments, 'drug_screen'), false) as has_drug_screen,
    coalesce(list_contains(us.instruments, 'daily_log'), false) as has_daily_log,
    coalesce(list_contains(us.instruments, 'craving'), false) as has_craving,
    coalesce(list_has_any(us.instruments, ['bam', 'bam_iop']), false) as has_bam,
    coalesce(list_contains(us.instruments, 'pacs'), false) as has_pacs,
    coalesce(list_contains(us.instruments, 'goals'), false) as has_goals,
    coalesce(list_contains(us.instruments, 'supports'), false) as has_supports,
    af.attendance_through,
    af.session_window,
    af.last_came_on,
    af.last_counted_on,
    af.counting_sessions_14d,
    af.no_shows_in_a_row,
    af.steady_days,
    af.first_no_show_on,
    af.no_shows_known_on,
    af.no_shows_14d,
    af.dose_sessions,
    af.dose_attended_minutes,
    af.dose_prescribed_minutes,
    af.dose_from,
    af.counting_sessions_28d,
    af.came_28d,
    af.weeks_with_visit_4w,
    af.weeks_in_care_4w,
    af.attended_minutes_7d,
    af.prescribed_minutes_7d,
    sf.screen_word,
    sf.last_result_on,
    sf.last_negative_on,
    sf.last_positive_on,
    sf.last_collected_on,
    oc.screens_through,
    oc.screens_since,
    coalesce(sf.early_due, 0) as early_due,
    coalesce(sf.early_bad, 0) as early_bad,
    sf.early_bad_on,
    sf.early_known_on,
    coalesce(sf.due_28d, 0) as due_28d,
    coalesce(sf.negative_28d, 0) as negative_28d,
    coalesce(sf.positive_28d, 0) as positive_28d,
    coalesce(sf.not_collected_28d, 0) as not_collected_28d,
    coalesce(sf.unread_28d, 0) as unread_28d,
    coalesce(sf.bad_screens_28d, 0) as bad_screens_28d,
    coalesce(sf.positives_in_a_row, 0) as positives_in_a_row,
    sf.first_positive_on,
    sf.positives_known_on,
    coalesce(lf.logs_28d, 0) as logs_28d,
    coalesce(lf.use_days_28d, 0) as use_days_28d,
    lf.last_use_on,
    lf.last_logged_on,
    lf.last_told_on,
    coalesce(lf.craving_logs, 0) as craving_logs,
    lf.craving_mean,
    lf.craving_since,
    coalesce(lf.craving_logs_before, 0) as craving_logs_before,
    lf.craving_mean_before,
    lf.craving_mean_week_before,
    coalesce(lf.craving_logs_14d, 0) as craving_logs_14d,
    lf.craving_mean_14d,
    itf.phq9_on,
    itf.phq9_has_items,
    itf.item9,
    itf.item9_covered_from,
    itf.item9_evidence_on,
    itf.bam_on,
    itf.protective,
    itf.confidence,
    coalesce(sd.scales_scored, 0) as scales_scored,
    sd.pacs,
    sd.pacs_on,
    sd.pacs_change,
    sd.phq9,
    sd.phq9_score_on,
    sd.phq9_change,
    tl.phq9_covered_from,
    sd.gad7,
    sd.gad7_score_on,
    sd.gad7_change,
    tl.gad7_covered_from,
    tl.bam_iop_use_on,
    tl.cssrs,
    tl.cssrs_on,
    tl.cssrs_covered_from,
    tl.cssrs_evidence_on,
    coalesce(suf.measures_used, 0) as measures_used,
    coalesce(suf.measures_overdue, 0) as measures_overdue,
    suf.overdue_severity,
    suf.overdue_measure,
    suf.is_never_given,
    suf.overdue_age,
    suf.overdue_allowed,
    suf.overdue_on,
    suf.oldest_age,
    suf.is_age_unknown,
    coalesce(suf.core_used, 0) as core_used,
    coalesce(suf.core_scored_twice, 0) as core_scored_twice,
    coalesce(suf.core_settled, 0) as core_settled,
    coalesce(suf.core_unsettled, 0) as core_unsettled,
    coalesce(suf.core_unready, 0) as core_unready,
    coalesce(suf.core_deteriorated, 0) as core_deteriorated,
    coalesce(suf.core_twice_running, 0) as core_twice_running,
    suf.gain,
    suf.settled,
    suf.worst_measure,
    suf.worst_change,
    suf.worst_reliable_change,
    suf.worst_score,
    suf.worst_on,
    suf.course.standing as course_standing,
    suf.course.severity as course_severity,
    suf.course.given_on as course_on,
    suf.course.title as course_measure,
    suf.course.better as course_better,
    suf.course.score as course_score,
    suf.course.week as course_week,
    suf.course.baseline as course_baseline,
    suf.course.band as course_band,
    suf.course.basis as course_basis,
    suf.course.n_people as course_people,
    suf.course.on_track_up_to,
    suf.board_measure,
    suf.board_score,
    suf.board_score_change,
    suf.board_scores,
    coalesce(gf.open_goals, 0) as open_goals,
    gf.goals_t,
    gf.goals_change,
    gf.lowest_goal_level,
    gf.goal_rated_on,
    coalesce(spf.has_next_step, false) as has_next_step,
    coalesce(spf.has_relapse_plan, false) as has_relapse_plan,
    coalesce(spf.supports, 0) as supports,
    spf.support_contact_on,
    ef.safety_event_on,
    ef.use_event_on,
    coalesce(ef.critical_events, 0) as critical_events,
    ef.critical_on,
    ef.critical_what,
    coalesce(ef.critical_is_severe, false) as critical_is_severe,
    ef.critical_known_on,
    -- Days with use, and days with evidence of none, whoever tells: bit n is n days back.
    coalesce(sf.used_days, 0)
    | coalesce(lf.used_days, 0)
    | coalesce(ef.used_days, 0) as used_days,
    coalesce(sf.clear_days, 0) | coalesce(lf.clear_days, 0) as clear_days,
    least(sf.use_first_known_on, lf.use_first_known_on, ef.use_first_known_on)
        as use_first_known_on,
    greatest(sf.use_last_known_on, lf.use_last_known_on, ef.use_last_known_on)
        as use_last_known_on
from open_client as oc
left join used as us on oc.program_id = us.program_id
left join attendance_fact as af on oc.client_id = af.client_id
left join screen_fact as sf on oc.client_id = sf.client_id
left join log_fact as lf on oc.client_id = lf.client_id
left join item_fact as itf on oc.client_id = itf.client_id
left join told_fact as tl on oc.client_id = tl.client_id
left join scored as sd on oc.client_id = sd.client_id
left join survey_fact as suf on oc.client_id = suf.client_id
left join goal_fact as gf on oc.client_id = gf.client_id
left join support_fact as spf on oc.client_id = spf.client_id
left join event_fact as ef on oc.client_id = ef.client_id
