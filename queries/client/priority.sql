/*
title = "Why one client stands where they do in the order: each part of the priority"
kind = "query"
grain = "one row a part of the sum"

[parameters.client_id]
type = "VARCHAR"
help = "The client"

[parameters.points_for_recent_screens]
type = "DOUBLE"
default = 7
help = "Points where no recent week has a negative screen, recent weeks weighing most: current use predicts further use"

[parameters.points_for_longer_screens]
type = "DOUBLE"
default = 2
help = "Points where none of the last twelve weeks has a negative screen: a longer record steadies the estimate"

[parameters.points_for_missed_visits]
type = "DOUBLE"
default = 2
help = "Points where no prescribed session of four weeks was attended, recent ones weighing most: absence precedes drop-out"

[parameters.points_for_being_away]
type = "DOUBLE"
default = 3
help = "Points for two weeks without a visit: in the trials 65% of those away so long had no visit in the next four weeks"

[parameters.points_for_few_visits]
type = "DOUBLE"
default = 1
help = "Points for attending a quarter or less of the prescribed sessions of four weeks"

[parameters.use_window_days]
type = "INTEGER"
default = 28
help = "Window for reported use, in days"

[parameters.points_for_deterioration]
type = "DOUBLE"
default = 2
help = "Points where symptoms are reliably worse"

[parameters.points_for_unknown_symptoms]
type = "DOUBLE"
default = 1
help = "Points where a form is overdue or lacks its critical item: half the points for worse, since unknown stands in the middle"

[parameters.points_for_craving]
type = "DOUBLE"
default = 1
help = "Points where craving has risen, or cannot be judged though the program asks for it: logging less does not lower a client's place"

[columns]
part = "the column of concepts/priority that holds it"
points = "what it adds; the sum is the priority"
most = "what it adds at most"
because = "the fact behind it, in words"
priority = "the sum, the same on every row"

[[examples]]
name = "largest part first, each with the fact behind it"
as_of = 2026-03-15
battery = ["drug_screen"]
parameters = { client_id = "X" }
episode = { level = "outpatient", started_on = 2026-01-15, sessions_per_week = 1 }
data_through = { attendance = 2026-03-15 }
drug_screens = ["2026-02-18 negative", "2026-02-25 negative"]
attendance = ["2026-02-15 attended", "2026-02-22 attended", "2026-03-01 attended"]
expect = [
    { part = "screen_points", points = 5.23, because = "A negative screen in 2 of the 9 weeks so far, the latest counting most: 5.23 of 7 points" },
    { part = "away_points", points = 3, because = "No visit since 1 Mar, 14 days: 3 points" },
    { part = "screen_history_points", points = 1.67, because = "A negative screen in 2 of the 9 weeks so far, with twelve looked at: 1.67 of 2 points" },
    { part = "visit_points", points = 1.34, because = "Came to 26% of the prescribed visits of 28 days, the latest counting most: 1.34 of 2 points" },
]

[[examples]]
name = "safety: how many flags wait for an answer"
as_of = 2026-03-15
battery = ["phq9"]
parameters = { client_id = "X" }
attendance = ["2026-02-18 attended", "2026-02-25 attended", "2026-03-02 attended", "2026-03-04 attended", "2026-03-06 attended", "2026-03-09 attended", "2026-03-11 attended", "2026-03-13 attended"]
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,1"]
expect = { part = "safety_points", because = "A safety flag that nobody has answered: 25 points" }

[[examples]]
name = "in the first days the time before the admission counts half"
as_of = 2026-03-15
battery = ["drug_screen"]
parameters = { client_id = "X" }
episode = { started_on = 2026-03-11 }
attendance = ["2026-03-11 attended", "2026-03-13 attended"]
expect = [
    { part = "screen_points", because = "No negative screen in the first week, the latest counting most, days before the admission counting half: 5.37 of 7 points" },
    { part = "screen_history_points", because = "No negative screen in the first week, with twelve looked at, days before the admission counting half: 1.75 of 2 points" },
    { part = "visit_points" },
]
*/
-- Parts that add nothing are left out; a client without a row here has a priority of 0.
with told as (
    select
        f.client_id,
        f.has_drug_screen,
        f.clear_logs_28d,
        f.attended_28d,
        f.steady_days,
        f.session_window,
        case
            when f.last_attended_on is null or f.last_attended_on < f.admitted_on then null
            else short_day(f.last_attended_on)
        end as last_visit,
        days_counted(
            f.days_away,
            f.attendance_through
            - greatest(f.last_attended_on, f.admitted_on, f.records_from)
            - f.days_away
        ) as how_long_away,
        -- Weeks up to the last screens entered: later weeks are left out, as in concepts/priority.
        f.week - f.weeks_since_screens as weeks_known,
        -- A week with both a negative and a positive screen is not a good week.
        (f.negative_weeks & f.positive_weeks & 4095) <> 0 as is_mixed,
        case
            when f.screens_through is null or weeks_known < 1
                then 'No screen of this admission is known'
            else concat(
                case
                    when not is_mixed and pi.good_weeks = 0 then 'No negative screen in '
                    when not is_mixed then 'A negative screen in '
                    when f.week = 1 or weeks_known = 1
                        then 'A negative and a positive screen in '
                    else 'A negative screen and no positive one in '
                end,
                case
                    when f.week = 1 or weeks_known = 1 then ''
                    when pi.good_weeks > 0 then format('{} of ', pi.good_weeks)
                    when is_mixed then 'none of '
                    else ''
                end,
                case
                    when f.week = 1 then 'the first week'
                    when weeks_known = 1 then 'the week up to ' || short_day(f.screens_through)
                    when weeks_known < f.week
                        then
                            format(
                                'the {} weeks up to {}',
                                least(12, weeks_known),
                                short_day(f.screens_through)
                            )
                    when f.week >= 12 then 'the last 12 weeks'
                    else format('the {} weeks so far', f.week)
                end
            )
        end as screened,
        concat_ws(
            ' and ',
            case when weeks_known < 4 then 'days before the admission' end,
            case when (f.leave_weeks & 4095) <> 0 then 'weeks on leave' end
        ) as screens_half,
        concat_ws(
            ' and ',
            case when pi.days_before > 0 then 'days before the admission' end,
            case when pi.days_on_leave > 0 then 'days on leave' end
        ) as logs_half,
        concat_ws(
            ' and ',
            case when f.has_visits_left_out then 'what was cancelled, excused or on leave' end,
            case
                when f.has_visits_before and f.records_from > f.admitted_on
                    then 'days before the first entry'
                when f.has_visits_before then 'days before the admission'
            end
        ) as visits_half,
        f.visit_share is not null as visits_prescribed,
        pi.new_safety,
        pi.visit_share,
        pi.screen_points,
        pi.screen_history_points,
        pi.visit_points,
        pi.away_points,
        pi.few_visits_points,
        pi.safety_points,
        pi.deterioration_points,
        pi.craving_points,
        pi.is_craving_unknown,
        pi.unknown_points,
        pi.priority
    from client_fact as f
    inner join priority as pi on f.client_id = pi.client_id
    where f.client_id = getvariable('client_id')
),

part as (
    select
        one.part,
        one.title,
        one.points,
        one.most,
        one.fact,
        td.priority
    from told as td
    cross join
        lateral (
            values
            (
                'safety_points',
                'Safety',
                td.safety_points,
                td.safety_points,
                case
                    when td.new_safety = 1 then 'A safety flag that nobody has answered'
                    else format('{} safety flags that nobody has answered', td.new_safety)
                end
            ),
            (
                'screen_points',
                'Recent use',
                td.screen_points,
                getvariable('points_for_recent_screens'),
                case
                    when td.has_drug_screen
                        then
                            concat(
                                td.screened,
                                ', the latest counting most',
                                ', ' || nullif(td.screens_half, '') || ' counting half'
                            )
                    else
                        concat(
                            format(
                                'No use reported on {} of the last {} days',
                                td.clear_logs_28d,
                                getvariable('use_window_days')
                            ),
                            ', ' || nullif(td.logs_half, '') || ' counting half'
                        )
                end
            ),
            (
                'screen_history_points',
                'Longer record of use',
                td.screen_history_points,
                getvariable('points_for_longer_screens'),
                concat(
                    td.screened,
                    case when td.weeks_known between 1 and 11 then ', with twelve looked at' end,
                    ', ' || nullif(td.screens_half, '') || ' counting half'
                )
            ),
            (
                'visit_points',
                'Visits',
                td.visit_points,
                getvariable('points_for_missed_visits'),
                case
                    when td.visits_prescribed
                        then
                            concat(
                                format(
                                    'Came to {:.0f}% of the prescribed visits of {} days',
                                    100 * td.visit_share,
                                    2 * td.session_window
                                ),
                                ', the latest counting most',
                                ', ' || nullif(td.visits_half, '') || ' counting half'
                            )
                    else 'No number of visits is prescribed'
                end
            ),
            (
                'away_points',
                'Away',
                td.away_points,
                getvariable('points_for_being_away'),
                case
                    when td.last_visit is null then 'No visit yet, ' || td.how_long_away
                    else 'No visit since ' || td.last_visit || ', ' || td.how_long_away
                end
            ),
            (
                'few_visits_points',
                'Few visits',
                td.few_visits_points,
                getvariable('points_for_few_visits'),
                concat(
                    td.attended_28d, case td.attended_28d when 1 then ' visit' else ' visits' end,
                    format(' in {} days, a quarter of the prescribed ones or fewer', td.steady_days)
                )
            ),
            (
                'deterioration_points',
                'Symptoms',
                td.deterioration_points,
                getvariable('points_for_deterioration'),
                'Symptoms are reliably worse'
            ),
            (
                'unknown_points',
                'Symptoms not known',
                td.unknown_points,
                getvariable('points_for_unknown_symptoms'),
                'A form is overdue or lacks its critical item'
            ),
            (
                'craving_points',
                'Craving',
                td.craving_points,
                getvariable('points_for_craving'),
                case
                    when td.is_craving_unknown then 'Nobody can say whether craving has risen'
                    else 'Craving has risen'
                end
            )
        ) as one (part, title, points, most, fact)
)

select
    pt.part,
    pt.title,
    cast(pt.points as double) as points,
    cast(pt.most as double) as most,
    concat(
        pt.fact,
        ': ',
        case
            when pt.points = pt.most then format('{:g}', cast(pt.points as double))
            else format('{:g} of {:g}', cast(pt.points as double), cast(pt.most as double))
        end,
        case when pt.points = pt.most and pt.points = 1 then ' point' else ' points' end
    ) as because,
    cast(pt.priority as double) as priority
from part as pt
where pt.points > 0
order by pt.points desc, pt.part asc
