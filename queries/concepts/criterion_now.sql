/*
title = "The criteria for a step down on the day, in words"
kind = "table"
grain = "one row a client and criterion"
*/
-- `words` says what stands in the way, or what is missing. A criterion of a clinic's own says its title.
select
    cr.rule,
    cr.client_id,
    cr.state,
    cr.value,
    cr.threshold,
    cr.since,
    cr.evidence,
    case
        when cr.state in ('met', 'not_used') then null
        when cr.rule = 'sustained_abstinence' and cr.state = 'not_met' then 'use in the last weeks'
        when cr.rule = 'sustained_abstinence'
            then 'a screen pending or not collected, or too few'
        when cr.rule = 'steady_attendance' and cr.state = 'not_met'
            then
                case
                    when cr.value < cr.threshold then format('attendance {:.0f}%', 100 * cr.value)
                    else 'a recent no-show, or not long enough in care'
                end
        when cr.rule = 'steady_attendance' then 'too few sessions to judge attendance'
        when cr.rule = 'symptoms_settled' and cr.state = 'not_met'
            then
                case
                    when cr.since is null then 'symptoms not settled'
                    else 'safety in the last weeks'
                end
        when cr.rule = 'symptoms_settled' then 'a measure overdue or scored only once'
        when cr.rule = 'craving_and_skills' and cr.state = 'not_met'
            then
                case
                    when cr.value > cr.threshold and cr.threshold < 12
                        then format('craving {:.1f}', cr.value)
                    else 'craving or skills'
                end
        when cr.rule = 'craving_and_skills' then 'too few logs, or no recent BAM'
        when cr.rule = 'goals_and_aftercare' and cr.state = 'not_met' then 'goals or aftercare'
        when cr.rule = 'goals_and_aftercare' then 'goals not rated'
        else lcase(cr.title)
    end as words
from criterion as cr
