/*
title = "Attendance of each open client"
grain = "one row an open client"

[parameters.session_window_days]
type = "INTEGER"
default = 14
help = "Window for sessions, in days; longer where a client has less than one session a week"

[parameters.few_sessions]
type = "INTEGER"
default = 4
help = "With fewer counting sessions the dose window is doubled, and steady attendance is not judged"

[parameters.attendance_window_days]
type = "INTEGER"
default = 28
help = "Window for steady attendance, in days; longer where a client has less than one session a week"

[parameters.days_until_entered]
type = "INTEGER"
default = 3
help = "A session still marked scheduled this many days later counts as not entered"

[parameters.visit_decay]
type = "DOUBLE"
default = 0.6
at_most = 1
help = "What a visit of the week before weighs relative to one of this week"

[[examples]]
name = "hours of the last seven days against what is prescribed"
as_of = 2026-03-15
attendance = ["2026-03-08 attended minutes=180", "2026-03-09 attended minutes=180", "2026-03-11 late minutes=180", "2026-03-13 cancelled_by_program minutes=180"]
expect = { attended_minutes_7d = 270, prescribed_minutes_7d = 360, last_attended_on = 2026-03-11 }
*/
-- All windows end on the last day for which attendance was entered, so that a feed that stopped does not read
-- as absence; days on leave are left out. The names _14d and _28d give the default windows.
with span as (
    select
        oc.client_id,
        oc.admitted_on,
        -- Nothing is known before the first session ever entered, so nothing is held against anybody.
        greatest(oc.episode_started_on, oc.attendance_since) as counted_from,
        greatest(oc.admitted_on, oc.attendance_since) as care_from,
        oc.sessions_per_week,
        oc.hours_per_week * 60 as minutes_a_week,
        oc.attendance_through as last_day,
        oc.attendance_since as first_day,
        oc.leave_days,
        -- With less than one session a week the window is two usual gaps between sessions.
        greatest(
            getvariable('session_window_days'),
            cast(
                ceil(least(coalesce(2 * 7 / nullif(oc.sessions_per_week, 0), 0), 366)) as integer
            )
        ) as window_days,
        -- Four weeks hold four sessions of a weekly client; with fewer sessions, four usual gaps do.
        greatest(
            getvariable('attendance_window_days'),
            cast(
                ceil(
                    least(
                        coalesce(
                            getvariable('few_sessions') * 7 / nullif(oc.sessions_per_week, 0), 0
                        ),
                        366
                    )
                ) as integer
            )
        ) as steady_days
    from open_client as oc
),

visit as (
    select
        ac.client_id,
        ac.on_day,
        ac.starts_at,
        ac.known_on,
        ac.status,
        ac.attended,
        ac.counts,
        ac.counts_in_run,
        ac.attended_minutes,
        -- Sessions after the last entered day are outside every window.
        case when ac.on_day <= sp.last_day then ac.excluded_minutes else 0 end as excluded_minutes,
        ac.attended and ac.kind = 'family' as attended_family,
        ac.counts_in_run and not ac.attended and ac.on_day >= sp.admitted_on as is_missed,
        -- Nobody has entered yet whether this session was attended.
        ac.status = 'scheduled'
        and ac.on_day <= as_of() - getvariable('days_until_entered')
        and ac.on_day >= sp.admitted_on as is_not_entered,
        sp.last_day - ac.on_day as days_back,
        power(getvariable('visit_decay'), (sp.last_day - ac.on_day) * 2 // sp.window_days)
            as decay,
        ac.on_day >= sp.counted_from and sp.last_day - ac.on_day < sp.window_days
            as in_episode_short,
        ac.on_day >= sp.counted_from and sp.last_day - ac.on_day < 2 * sp.window_days
            as in_episode_long,
        ac.on_day >= sp.care_from and sp.last_day - ac.on_day < 2 * sp.window_days as in_long,
        -- Attendance in an earlier admission says nothing about how steady this one is.
        ac.on_day >= sp.admitted_on and sp.last_day - ac.on_day < sp.window_days as in_short,
        ac.on_day >= sp.admitted_on and sp.last_day - ac.on_day < sp.steady_days as in_steady
    from attendance_counted as ac
    inner join span as sp on ac.client_id = sp.client_id
    where sp.last_day is not null
),

summed as (
    select
        vi.client_id,
        max(vi.on_day) filter (where vi.attended) as last_attended_on,
        max(vi.starts_at) filter (where vi.attended) as last_attended_at,
        max(vi.on_day) filter (where vi.attended_family) as last_family_on,
        list(vi.on_day order by vi.on_day) filter (where vi.is_not_entered) as not_entered_on,
        list(
            struct_pack(
                starts_at := vi.starts_at, on_day := vi.on_day, known_on := vi.known_on
            )
        ) filter (where vi.is_missed) as missed,
        max(vi.starts_at) filter (where vi.is_missed) as last_missed_at,
        list(vi.starts_at) filter (where vi.attended and vi.in_short) as attended_at,
        count(*) filter (where vi.counts_in_run and vi.in_short) as run_sessions,
        count(*) filter (where vi.counts_in_run and not vi.attended and vi.in_short)
            as no_shows_in_window,
        count(*) filter (where vi.counts and vi.in_episode_short) as sessions_short,
        count(*) filter (where vi.counts and vi.in_episode_long) as sessions_long,
        sum(vi.attended_minutes) filter (where vi.in_episode_short) as attended_short,
        sum(vi.attended_minutes) filter (where vi.in_episode_long) as attended_long,
        sum(vi.excluded_minutes) filter (where vi.in_episode_short) as excluded_short,
        sum(vi.excluded_minutes) filter (where vi.in_episode_long) as excluded_long,
        sum(vi.attended_minutes) filter (where vi.days_back < 7) as attended_7d,
        sum(vi.excluded_minutes) filter (where vi.days_back < 7) as excluded_7d,
        sum(vi.excluded_minutes) filter (where vi.days_back < 7 and vi.status <> 'scheduled')
            as cancelled_7d,
        bool_or(vi.status = 'scheduled') filter (where vi.days_back between 0 and 6)
        and not bool_or(vi.counts) filter (where vi.days_back between 0 and 6) as is_not_told_7d,
        count(*) filter (where vi.counts and vi.in_steady) as sessions_28d,
        count(*) filter (where vi.attended and vi.in_steady) as attended_28d,
        sum(vi.decay) filter (where vi.attended and vi.in_long) as attended_decayed,
        sum(vi.decay) filter (
            where vi.status in ('cancelled_by_program', 'excused') and vi.in_long
        ) as excluded_decayed,
        cast(bool_or(vi.attended and vi.days_back < 7) as integer)
        + cast(bool_or(vi.attended and vi.days_back between 7 and 13) as integer)
        + cast(bool_or(vi.attended and vi.days_back between 14 and 20) as integer)
        + cast(bool_or(vi.attended and vi.days_back between 21 and 27) as integer)
            as weeks_with_visit_4w
    from visit as vi
    group by vi.client_id
)

select
    sp.client_id,
    sp.last_day as attendance_through,
    sp.window_days as session_window,
    sp.steady_days,
    sm.last_attended_on,
    -- The first visit after the last no-show.
    cast(list_min([c for c in sm.attended_at if c > sm.last_missed_at]) as date) as back_on, -- noqa: RF02
    sp.first_day as records_from,
    case
        when sp.first_day is not null
            then greatest(sm.last_family_on + 1, sp.admitted_on, sp.first_day)
    end as family_gap_from,
    sp.last_day
    - family_gap_from
    + 1
    - len(leave_between(sp.leave_days, family_gap_from - 1, sp.last_day)) as family_gap_days,
    sm.not_entered_on as sessions_not_entered,
    coalesce(sm.run_sessions, 0) as counting_sessions_14d,
    -- A run of no-shows begins after the last session attended.
    list_filter(
        sm.missed,
        lambda m: m.starts_at > coalesce(sm.last_attended_at, timestamp '0001-01-01') -- noqa: RF01
    ) as run,
    coalesce(len(run), 0) as no_shows_in_a_row,
    list_min([m.on_day for m in run]) as first_no_show_on, -- noqa: RF01,RF02
    list_max([m.known_on for m in run]) as no_shows_known_on, -- noqa: RF01,RF02
    coalesce(sm.no_shows_in_window, 0) as no_shows_14d,
    -- The window is doubled where it holds few sessions. Before the episode, and before anything was entered,
    -- nothing counts as prescribed.
    coalesce(sm.sessions_short, 0) < getvariable('few_sessions') as is_doubled,
    coalesce(if(is_doubled, sm.sessions_long, sm.sessions_short), 0) as dose_sessions,
    coalesce(if(is_doubled, sm.attended_long, sm.attended_short), 0) as dose_attended_minutes,
    greatest(sp.last_day + 1 - if(is_doubled, 2, 1) * sp.window_days, sp.counted_from) as dose_from,
    greatest(
        0,
        (
            sp.last_day
            + 1
            - dose_from
            - len(leave_between(sp.leave_days, dose_from - 1, sp.last_day))
        )
        * sp.minutes_a_week
        / 7
        - coalesce(if(is_doubled, sm.excluded_long, sm.excluded_short), 0)
    ) as dose_prescribed_minutes,
    coalesce(sm.sessions_28d, 0) as counting_sessions_28d,
    coalesce(sm.attended_28d, 0) as attended_28d,
    coalesce(sm.weeks_with_visit_4w, 0) as weeks_with_visit_4w,
    greatest(sp.last_day - 28, sp.admitted_on - 1) as before_4w,
    -- 0 where attendance was never entered: then no week can be said to lack a visit.
    greatest(
        0,
        (sp.last_day - before_4w - len(leave_between(sp.leave_days, before_4w, sp.last_day))) // 7
    ) as weeks_in_care_4w,
    coalesce(
        list_sum(
            [
                power(getvariable('visit_decay'), (sp.last_day - d) * 2 // sp.window_days) -- noqa: RF02
                for d in leave_between(
                    sp.leave_days,
                    greatest(sp.last_day - 2 * sp.window_days, sp.care_from - 1),
                    sp.last_day
                )
            ]
        ),
        0
    ) as leave_decayed,
    -- Two windows hold four stretches: of a week, or of a usual gap where sessions are fewer.
    nullif(sp.sessions_per_week, 0) * sp.window_days / 14 as sessions_a_stretch,
    least(4, greatest(0, ceil((sp.last_day - sp.care_from + 1) * 2 / sp.window_days)))
        as stretches_in_care,
    -- Visits of the last four weeks relative to those prescribed, recent ones weighing most. What cannot be
    -- known (before care began, on leave, cancelled or excused) counts half, between attended and missed.
    -- Rounded, so that the order of summing makes no difference; not to fewer places, where a share may lie
    -- just between two of them (0.9296875). Empty where no sessions are prescribed.
    case
        when sessions_a_stretch is not null
            then
                round(
                    least(
                        1,
                        (
                            coalesce(sm.attended_decayed, 0)
                            + 0.5 * coalesce(sm.excluded_decayed, 0)
                            + 0.5 * leave_decayed * sp.sessions_per_week / 7
                            + 0.5
                            * sessions_a_stretch
                            * decay_sum(stretches_in_care, 4, getvariable('visit_decay'))
                        )
                        / decay_sum(0, 4, getvariable('visit_decay'))
                        / sessions_a_stretch
                    ),
                    12
                )
    end as visit_share,
    coalesce(sm.excluded_decayed, 0) + leave_decayed > 0 as has_visits_left_out,
    stretches_in_care < 4 as has_visits_before,
    greatest(sm.last_attended_on, sp.care_from) as away_from,
    greatest(
        0,
        sp.last_day - away_from - len(leave_between(sp.leave_days, away_from, sp.last_day))
    ) as days_away,
    -- Empty where nothing was entered yet in this admission, or of these days: 0 would claim absence.
    case
        when sp.last_day >= sp.admitted_on and not coalesce(sm.is_not_told_7d, false)
            then coalesce(sm.attended_7d, 0)
    end as attended_minutes_7d,
    -- Empty where neither the episode nor its level names hours.
    case
        when sp.minutes_a_week is not null
            then
                greatest(
                    0,
                    (7 - len(leave_between(sp.leave_days, sp.last_day - 7, sp.last_day)))
                    * sp.minutes_a_week
                    / 7
                    - coalesce(if(sm.is_not_told_7d, sm.cancelled_7d, sm.excluded_7d), 0)
                )
    end as prescribed_minutes_7d
from span as sp
left join summed as sm on sp.client_id = sm.client_id
