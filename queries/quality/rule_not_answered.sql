/*
title = "Rules without exactly one row for every open client"
kind = "check"
grain = "one row a rule"
help = "A client for whom a rule has no row is neither flagged nor missing. Start from client_fact, use left joins, and return one row a client."
reviewed = 2026-11-28

[columns]
without_answer = "open clients for whom the rule has no row"
answered_twice = "open clients for whom it has more than one"

[[examples]]
name = "the rules of the library answer for everybody"
as_of = 2026-03-15
expect = []
*/
-- A client not examined must not read as a client without a problem.
with asked as (
    select
        ri.rule,
        f.client_id
    from rule_info as ri
    cross join client_fact as f
),

answered as (
    select
        rs.rule,
        rs.client_id,
        count(*) as times
    from rule_state as rs
    group by rs.rule, rs.client_id
)

select
    ak.rule,
    count(*) filter (where an.times is null) as without_answer,
    count(*) filter (where an.times > 1) as answered_twice
from asked as ak
left join answered as an on ak.rule = an.rule and ak.client_id = an.client_id
group by ak.rule
having count(*) filter (where coalesce(an.times, 0) <> 1) > 0
order by ak.rule
