/*
title = "AUC: how well a score separates weeks with the outcome from weeks without, in each round"
grain = "one row a signal, group and round"
source = "Area under the ROC curve: how often a week with the outcome has the higher score; ties count half."

[parameters.signals_by_group]
type = "VARCHAR[]"
default = ["first_pane", "priority", "ready", "abstinent_and_steady"]
help = "Signals that are also reported by subgroup"
*/
with at_score as (
    select
        ps.signal,
        pg.subgroup,
        pg.member,
        rs.round,
        ps.score,
        sum(rs.weight * ps.weeks_happened) as weeks_happened,
        sum(rs.weight * ps.weeks_not) as weeks_not
    from person_score as ps
    inner join person_group as pg
        on
            ps.client_id = pg.client_id
            and (
                pg.subgroup = 'everybody'
                or list_contains(getvariable('signals_by_group'), ps.signal)
            )
    inner join resample as rs on ps.client_id = rs.client_id
    group by ps.signal, pg.subgroup, pg.member, rs.round, ps.score
),

ranked as (
    select
        sc.signal,
        sc.subgroup,
        sc.member,
        sc.round,
        sc.weeks_happened,
        sc.weeks_not,
        sum(sc.weeks_not) over (
            partition by sc.signal, sc.subgroup, sc.member, sc.round
            order by sc.score
            rows between unbounded preceding and current row
        ) - 0.5 * sc.weeks_not as beaten
    from at_score as sc
)

select
    ra.signal,
    ra.subgroup,
    ra.member,
    ra.round,
    sum(cast(ra.weeks_happened as double) * ra.beaten)
    / nullif(cast(sum(ra.weeks_happened) as double) * sum(ra.weeks_not), 0) as auc
from ranked as ra
group by ra.signal, ra.subgroup, ra.member, ra.round
