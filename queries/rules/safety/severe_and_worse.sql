/*
title = "Symptoms severe, and worse than at the start"
kind = "safety"
severity = 2
say = "{what}"
suggests = ["safety_plan"]
source = "Severe bands of PHQ-9 and GAD-7 (Kroenke, Spitzer); reliable change 6 and 4: NHS Talking Therapies."
reviewed = 2026-11-24
assumed = ["severe_days"]
battery = ["phq9", "gad7"]

[parameters.severe_days]
type = "INTEGER"
default = 21
help = "Days for which a PHQ-9 or GAD-7 counts as evidence of severe and worse symptoms"

[parameters.phq9_that_is_severe]
type = "DOUBLE"
default = 20
help = "Severe: PHQ-9 at or above this"

[parameters.phq9_rise_that_flags]
type = "DOUBLE"
default = 6
help = "Worse: PHQ-9 this many points above the baseline"

[parameters.gad7_that_is_severe]
type = "DOUBLE"
default = 15
help = "Severe: GAD-7 at or above this"

[parameters.gad7_rise_that_flags]
type = "DOUBLE"
default = 4
help = "Worse: GAD-7 this many points above the baseline"

[[examples]]
name = "PHQ-9 20, from 14"
as_of = 2026-03-15
survey_scores = ["2026-01-15 phq9 total 14", "2026-03-10 phq9 total 20"]
expect = { state = "met", value = 20, threshold = 20, since = 2026-03-10, severity = 2, evidence = "PHQ-9 20, 6 above the first of this admission" }

[[examples]]
name = "GAD-7 15, from 11"
as_of = 2026-03-15
survey_scores = ["2026-01-15 gad7 total 11", "2026-03-10 gad7 total 15"]
expect = { state = "met", value = 15, threshold = 15, since = 2026-03-10, evidence = "GAD-7 15, 4 above the first of this admission" }
*/
-- Symptoms severe from the start are known to the team; severe and worse is a change nobody planned for. Either
-- measure can show it. One negative and one missing count as not met.
with told as (
    select
        f.client_id,
        f.phq9,
        f.phq9_score_on,
        f.phq9_change,
        f.phq9_covered_from,
        f.gad7,
        f.gad7_score_on,
        f.gad7_change,
        f.gad7_covered_from,
        coalesce(f.phq9_score_on > as_of() - getvariable('severe_days'), false) as has_phq9,
        coalesce(f.gad7_score_on > as_of() - getvariable('severe_days'), false) as has_gad7,
        has_phq9
        and coalesce(
            f.phq9 >= getvariable('phq9_that_is_severe')
            and f.phq9_change >= getvariable('phq9_rise_that_flags'),
            false
        ) as shows_phq9,
        has_gad7
        and coalesce(
            f.gad7 >= getvariable('gad7_that_is_severe')
            and f.gad7_change >= getvariable('gad7_rise_that_flags'),
            false
        ) as shows_gad7,
        case
            when shows_phq9 or shows_gad7 then 'met'
            when has_phq9 or has_gad7 then 'not_met'
            else 'missing'
        end as state,
        -- The PHQ-9 is named, unless only the GAD-7 shows it or exists; both, where the GAD-7 came later.
        has_phq9 and (shows_phq9 or not shows_gad7) as tells_phq9,
        not tells_phq9
        or (
            shows_gad7
            and cast(f.gad7_covered_from as date) > cast(f.phq9_covered_from as date)
        ) as tells_gad7
    from client_fact as f
)

select
    te.client_id,
    te.state,
    case
        when te.state = 'missing' then null
        when te.tells_phq9 then te.phq9
        else te.gad7
    end as value,
    case
        when te.tells_phq9 or te.state = 'missing' then getvariable('phq9_that_is_severe')
        else getvariable('gad7_that_is_severe')
    end as threshold,
    case
        when te.tells_phq9 or te.state = 'missing' then 'PHQ-9, 0 to 27'
        else 'GAD-7, 0 to 21'
    end as unit,
    case when te.tells_phq9 then te.phq9_score_on else te.gad7_score_on end as since,
    -- An answer covers earlier scores at least as high; a higher score is new, and so is a second measure.
    greatest(
        case when te.tells_phq9 then te.phq9_covered_from end,
        case when te.shows_gad7 then te.gad7_covered_from end
    ) as covered_from,
    -- The two scales cannot be compared: an answer to a PHQ-9 of 24 does not cover a later GAD-7 of 18.
    false as answer_holds,
    concat_ws(
        '; ',
        case
            when te.tells_phq9
                then
                    format(
                        'PHQ-9 {:.0f}, {:.0f} above the first of this admission',
                        te.phq9,
                        te.phq9_change
                    )
        end,
        case
            when te.tells_gad7
                then
                    format(
                        'GAD-7 {:.0f}, {:.0f} above the first of this admission',
                        te.gad7,
                        te.gad7_change
                    )
        end
    ) as what,
    case
        when te.state = 'missing'
            then none_lately(
                'PHQ-9 or GAD-7',
                getvariable('severe_days'),
                greatest(te.phq9_score_on, te.gad7_score_on)
            )
        when te.tells_phq9 and te.phq9 >= getvariable('phq9_that_is_severe')
            then
                format(
                    'PHQ-9 {:.0f}, and not {:g} above the first of this admission',
                    te.phq9,
                    getvariable('phq9_rise_that_flags')
                )
        when not te.tells_phq9 and te.gad7 >= getvariable('gad7_that_is_severe')
            then
                format(
                    'GAD-7 {:.0f}, and not {:g} above the first of this admission',
                    te.gad7,
                    getvariable('gad7_rise_that_flags')
                )
    end as because
from told as te
order by te.client_id
