/*
title = "Each figure with its interval, and the people it stands on"
kind = "table"
grain = "one row a signal, group and figure"
source = "Intervals: the middle 95% of the bootstrap rounds, in which people are resampled."

[columns]
people_of = "people in the denominator"
people_with = "of these, people in the numerator"
is_about_outcome = "the figure relates the signal to the outcome"
*/
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
)

select
    lo.signal,
    lo.side,
    lo.is_same_input,
    lo.subgroup,
    lo.member,
    lo.place,
    lo.figure,
    lo.is_about_outcome,
    max(lo.people) filter (where lo.round = 0) as people,
    max(lo.people_happened) filter (where lo.round = 0) as people_happened,
    max(lo.people_on) filter (where lo.round = 0) as people_on,
    max(lo.people_hit) filter (where lo.round = 0) as people_hit,
    max(lo.people_of) filter (where lo.round = 0) as people_of,
    max(lo.people_with) filter (where lo.round = 0) as people_with,
    max(lo.weeks) filter (where lo.round = 0) as weeks,
    max(lo.alerts) filter (where lo.round = 0) as alerts,
    max(lo.alerts_hit) filter (where lo.round = 0) as alerts_hit,
    max(lo.number) filter (where lo.round = 0) as number,
    quantile_cont(lo.number, 0.025) filter (where lo.round > 0) as low,
    quantile_cont(lo.number, 0.975) filter (where lo.round > 0) as high,
    max(lo.difference) filter (where lo.round = 0) as difference,
    quantile_cont(lo.difference, 0.025) filter (where lo.round > 0) as difference_low,
    quantile_cont(lo.difference, 0.975) filter (where lo.round > 0) as difference_high
from long as lo
group by
    lo.signal, lo.side, lo.is_same_input, lo.subgroup, lo.member, lo.place, lo.figure,
    lo.is_about_outcome
