/*
title = "How good each signal is for one outcome, with intervals"
kind = "query"
grain = "one row a signal, group and figure"

[parameters.people_that_are_enough]
type = "INTEGER"
default = 10
help = "A figure is withheld where fewer people than this have the outcome or the signal"

[parameters.difference_worth_naming]
type = "DOUBLE"
default = 0.02
help = "A group is named as worse off where its figure is worse by at least this much and the interval excludes no difference"

[columns]
figure = "base_rate, share_flagged, alerts_per_100, sensitivity, specificity, ppv, npv, auc or lead_days"
people = "that are judged; people_happened: with the outcome; people_on: under the signal; people_hit: both"
alerts = "times that the signal came on; alerts_hit: of these, the outcome followed"
low = "to high: 95% interval; empty where every bootstrap sample gave the same figure"
difference = "from everybody's, with its own interval"
is_worse = "a group in which the PPV, the sensitivity or the AUC is lower than for everybody; of a sign of doing well, held against what warnings warn of, higher"
withheld = "too few: fewer people than are enough; small: a small group; empty: shown"
*/
-- Figures too uncertain to rely on, or that would reveal a handful of people, are withheld.
with decided as (
    select
        fs.signal,
        fs.side,
        fs.is_same_input,
        fs.subgroup,
        fs.member,
        fs.place,
        fs.figure,
        fs.people,
        fs.people_happened,
        fs.people_on,
        fs.people_hit,
        fs.weeks,
        fs.alerts,
        fs.alerts_hit,
        fs.number,
        fs.low,
        fs.high,
        fs.difference,
        fs.difference_low,
        fs.difference_high,
        case
            when wf.is_small then 'small'
            when fs.people_of < getvariable('people_that_are_enough') then 'too few'
            when
                fs.is_about_outcome
                and fs.people_happened < getvariable('people_that_are_enough')
                then 'too few'
        end as withheld,
        fs.subgroup = 'everybody' as is_everybody,
        coalesce(wf.is_small_group, false) as is_small_group
    from figure_summary as fs
    left join withheld_figure as wf
        on
            fs.signal = wf.signal
            and fs.subgroup = wf.subgroup
            and fs.member = wf.member
            and fs.figure = wf.figure
)

select
    de.signal,
    de.side,
    de.is_same_input,
    de.subgroup,
    de.member,
    de.figure,
    case when de.withheld is null then de.number end as number,
    -- Where every bootstrap sample gives the same figure (twelve of twelve), the bootstrap cannot give an interval.
    case when de.withheld is null and de.high - de.low > 1e-9 then de.low end as low,
    case when de.withheld is null and de.high - de.low > 1e-9 then de.high end as high,
    case when de.withheld is null then de.difference end as difference,
    case when de.withheld is null then de.difference_low end as difference_low,
    case when de.withheld is null then de.difference_high end as difference_high,
    coalesce(
        de.withheld is null
        and de.figure in ('ppv', 'sensitivity', 'auc')
        and case
            when js.is_turned
                then
                    de.difference_low > 0
                    and de.difference >= getvariable('difference_worth_naming')
            else
                de.difference_high < 0
                and de.difference <= -getvariable('difference_worth_naming')
        end,
        false
    ) as is_worse,
    de.withheld,
    case when not de.is_small_group then de.people end as people,
    case when not de.is_small_group then de.weeks end as weeks,
    case when de.is_everybody then de.people_happened end as people_happened,
    case when de.is_everybody then de.people_on end as people_on,
    case when de.is_everybody then de.people_hit end as people_hit,
    case when de.is_everybody then de.alerts end as alerts,
    case when de.is_everybody then de.alerts_hit end as alerts_hit
from decided as de
inner join judged_signal as js on de.signal = js.signal
order by de.subgroup <> 'everybody', de.signal, de.subgroup, de.member, de.place
