/*
title = "How good each signal is for one outcome, with intervals"
kind = "query"
grain = "one row a signal, group and figure"
source = "Intervals: the middle 95% of the rounds in which people were drawn again. Small cells: CMS, no cell of 1 to 10 (ResDAC 2024)."

[parameters.people_that_are_enough]
type = "INTEGER"
default = 10
help = "With fewer people with the outcome, or under the signal, a figure is not shown"

[parameters.smallest_cell]
type = "INTEGER"
default = 11
help = "A figure of a group is not shown where it stands on fewer people"

[parameters.difference_worth_naming]
type = "DOUBLE"
default = 0.02
help = "A group is named as worse off where the figure is this much lower, and its interval is below none"

[columns]
figure = "base_rate, share_flagged, alerts_per_100, sensitivity, specificity, ppv, npv, auc or lead_days"
people = "that are judged; people_happened: with the outcome; people_on: under the signal; people_hit: both"
alerts = "times that the signal came on; alerts_hit: of these, the outcome followed"
low = "to high: 95% interval"
difference = "from everybody's, with its own interval"
is_worse = "a group in which the PPV, the sensitivity or the AUC is lower than for everybody"
withheld = "too few: fewer people than are enough; small: a small group; empty: shown"
*/
-- A figure that nobody could rest on, or that would tell about a handful of people, is left out. Where
-- one group alone would be left out, it could be worked out from the others: so the next one is too.
with long as (
    select
        fr.signal,
        fr.side,
        fr.is_same_input,
        fr.subgroup,
        fr.member,
        fr.round,
        fr.people,
        fr.people_happened,
        fr.people_on,
        fr.people_hit,
        fr.weeks,
        fr.alerts,
        fr.alerts_hit,
        fg.place,
        fg.figure,
        fg.number,
        fg.people_of,
        fg.people_with,
        fg.is_about_outcome,
        fg.number - max(fg.number) filter (where fr.subgroup = 'everybody') over (
            partition by fr.signal, fr.round, fg.figure
        ) as difference
    from figure_round as fr
    cross join
        lateral (
            values
            (1, 'base_rate', fr.base_rate, fr.people, fr.people_happened, false),
            (2, 'share_flagged', fr.share_flagged, fr.people, fr.people_on, false),
            (3, 'alerts_per_100', fr.alerts_per_100, fr.people, fr.people_on, false),
            (4, 'sensitivity', fr.sensitivity, fr.people_happened, fr.people_hit, true),
            (5, 'specificity', fr.specificity, fr.people, fr.people_on, true),
            (6, 'ppv', fr.ppv, fr.people_on, fr.people_hit, true),
            (7, 'npv', fr.npv, fr.people, fr.people_happened, true),
            (8, 'auc', fr.auc, fr.people, fr.people_happened, true),
            (9, 'lead_days', fr.lead_days, fr.people_hit, fr.people_hit, true)
        ) as fg (place, figure, number, people_of, people_with, is_about_outcome)
    where fr.has_alerts or fg.figure in ('base_rate', 'auc')
),

summed as (
    select
        lo.signal,
        lo.side,
        lo.is_same_input,
        lo.subgroup,
        lo.member,
        lo.place,
        lo.figure,
        max(lo.people) filter (where lo.round = 0) as people,
        max(lo.people_happened) filter (where lo.round = 0) as people_happened,
        max(lo.people_on) filter (where lo.round = 0) as people_on,
        max(lo.people_hit) filter (where lo.round = 0) as people_hit,
        max(lo.weeks) filter (where lo.round = 0) as weeks,
        max(lo.alerts) filter (where lo.round = 0) as alerts,
        max(lo.alerts_hit) filter (where lo.round = 0) as alerts_hit,
        max(lo.number) filter (where lo.round = 0) as number,
        quantile_cont(lo.number, 0.025) filter (where lo.round > 0) as low,
        quantile_cont(lo.number, 0.975) filter (where lo.round > 0) as high,
        max(lo.difference) filter (where lo.round = 0) as difference,
        quantile_cont(lo.difference, 0.025) filter (where lo.round > 0) as difference_low,
        quantile_cont(lo.difference, 0.975) filter (where lo.round > 0) as difference_high,
        coalesce(
            bool_or(
                (lo.is_about_outcome and lo.people_happened < getvariable('people_that_are_enough'))
                or lo.people_of < getvariable('people_that_are_enough')
            ) filter (where lo.round = 0),
            true
        ) as is_too_few,
        lo.subgroup <> 'everybody'
        and coalesce(
            bool_or(
                lo.people_of < getvariable('smallest_cell')
                or (lo.people_with > 0 and lo.people_with < getvariable('smallest_cell'))
            ) filter (where lo.round = 0),
            true
        ) as is_small
    from long as lo
    group by
        lo.signal, lo.side, lo.is_same_input, lo.subgroup, lo.member, lo.place, lo.figure
),

weighed as (
    select
        su.signal,
        su.side,
        su.is_same_input,
        su.subgroup,
        su.member,
        su.place,
        su.figure,
        su.people,
        su.people_happened,
        su.people_on,
        su.people_hit,
        su.weeks,
        su.alerts,
        su.alerts_hit,
        su.number,
        su.low,
        su.high,
        su.difference,
        su.difference_low,
        su.difference_high,
        su.is_too_few,
        su.is_small
        or (
            su.subgroup <> 'everybody'
            and not su.is_too_few
            and count(*) filter (where su.is_small or su.is_too_few) over members = 1
            and row_number() over (
                partition by su.signal, su.subgroup, su.figure, su.is_small or su.is_too_few
                order by su.people, su.member
            ) = 1
        ) as is_small
    from summed as su
    window members as (partition by su.signal, su.subgroup, su.figure)
),

decided as (
    select
        we.signal,
        we.side,
        we.is_same_input,
        we.subgroup,
        we.member,
        we.place,
        we.figure,
        we.people,
        we.people_happened,
        we.people_on,
        we.people_hit,
        we.weeks,
        we.alerts,
        we.alerts_hit,
        we.number,
        we.low,
        we.high,
        we.difference,
        we.difference_low,
        we.difference_high,
        case
            when we.is_small then 'small'
            when we.is_too_few then 'too few'
        end as withheld,
        we.subgroup = 'everybody' as is_everybody,
        we.subgroup <> 'everybody'
        and (
            we.people < getvariable('smallest_cell')
            or (
                count(*) filter (where we.people < getvariable('smallest_cell')) over members = 1
                and row_number() over (
                    partition by
                        we.signal,
                        we.subgroup,
                        we.figure,
                        we.people < getvariable('smallest_cell')
                    order by we.people, we.member
                ) = 1
            )
        ) as is_small_group
    from weighed as we
    window members as (partition by we.signal, we.subgroup, we.figure)
)

select
    de.signal,
    de.side,
    de.is_same_input,
    de.subgroup,
    de.member,
    de.figure,
    case when de.withheld is null then de.number end as number,
    case when de.withheld is null then de.low end as low,
    case when de.withheld is null then de.high end as high,
    case when de.withheld is null then de.difference end as difference,
    case when de.withheld is null then de.difference_low end as difference_low,
    case when de.withheld is null then de.difference_high end as difference_high,
    coalesce(
        de.withheld is null
        and de.figure in ('ppv', 'sensitivity', 'auc')
        and de.difference_high < 0
        and de.difference <= -getvariable('difference_worth_naming'),
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
order by de.subgroup <> 'everybody', de.signal, de.subgroup, de.member, de.place
