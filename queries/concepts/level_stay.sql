/*
title = "Unbroken stays at one level"
grain = "one row a client and stay"

[[examples]]
name = "two episodes at one level without a day between them are one stay"
as_of = 2026-03-15
episode = [
    { started_on = 2026-01-01, ended_on = 2026-02-01, end_reason = "completed" },
    { started_on = 2026-02-01, ended_on = 2026-03-01, end_reason = "stepped_down" },
    { level = "outpatient", started_on = 2026-03-01 },
]
expect = [
    { level = "intensive_outpatient", from_on = 2026-01-01, to_on = 2026-02-28, days = 59, end_reason = "stepped_down" },
    { level = "outpatient", from_on = 2026-03-01, to_on = 2026-03-15, days = 15, end_reason = "null" },
]
*/
-- A new authorization at the same level is not a move. Levels come from the extract: ratings by
-- proprietary criteria are text that a clinician entered, and none is computed here.
with numbered as (
    select
        ld.client_id,
        ld.on_day,
        ld.level,
        ld.episode_id,
        ld.on_day - cast(
            row_number() over (
                partition by ld.client_id, ld.level order by ld.on_day
            ) as integer
        ) as island
    from level_day as ld
),

stay as (
    select
        nu.client_id,
        nu.level,
        min(nu.on_day) as from_on,
        max(nu.on_day) as to_on,
        count(*) as days,
        arg_max(nu.episode_id, nu.on_day) as episode_id
    from numbered as nu
    group by nu.client_id, nu.level, nu.island
)

select
    st.client_id,
    ad.admission_number,
    ad.started_on as admitted_on,
    ad.ended_on as discharged_on,
    st.level,
    st.from_on,
    st.to_on,
    st.days,
    -- Episodes may overlap: the reason is that of the episode that ended with the stay.
    case when ep.ended_on <= st.to_on + 1 then ep.end_reason end as end_reason
from stay as st
inner join admission as ad
    on
        st.client_id = ad.client_id
        and st.from_on >= ad.started_on
        and st.from_on <= coalesce(ad.ended_on, as_of())
left join episodes as ep on st.client_id = ep.client_id and st.episode_id = ep.episode_id
order by st.client_id, st.from_on
