/*
title = "Scores of survey forms, worked out from their items"
kind = "view"
source = "Each measure's own rules: its file in queries/measures."
reviewed = 2026-11-23
help = "For the forms in form_to_score, a version for each state in which a form was known."

[[examples]]
name = "all items answered"
as_of = 2026-03-15
survey_items = ["2026-03-10 gad7 1,1,0,2,0,1,1"]
expect = { scale = "total", score = 6, items_answered = 7, items_expected = 7, prorated = false }

[[examples]]
name = "two items empty: the others speak for them, rounded half up"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,-,2,0,1,1,-,2"]
expect = { scale = "total", score = 10, items_answered = 7, items_expected = 9, prorated = true }
*/
-- A correction entered next month must not change what last week's board showed, so each time at which an item
-- was added, changed or removed makes its own version of the score.
with item_use as (
    select
        d.measure,
        s.scale,
        d.item,
        d.min_value,
        d.max_value,
        d.allowed,
        d.reverse,
        list_contains(s.required_items, d.item) as required
    from measure_item as d
    inner join measure_scale_item as m
        on d.measure = m.measure and d.item = m.item
    inner join measure_scale as s
        on m.measure = s.measure and m.scale = s.scale
),

scale_rule as (
    select
        s.measure,
        s.scale,
        s.method,
        s.factor,
        s.max_missing,
        len(s.required_items) as required,
        count(*) as expected
    from measure_scale as s
    inner join measure_scale_item as m
        on s.measure = m.measure and s.scale = m.scale
    group by all
),

answer_of_item as (
    select
        i.client_id,
        i.measure,
        i.given_on,
        i.known_from,
        i.known_until,
        u.scale,
        u.required,
        -- A value out of range, or one that the form does not offer, is not an answer.
        case
            when i.value not between u.min_value and u.max_value then null
            when len(u.allowed) > 0 and not list_contains(u.allowed, i.value) then null
            when u.reverse then u.min_value + u.max_value - i.value
            else i.value
        end as points
    from clinic.survey_items as i
    semi join form_to_score as f
        on i.client_id = f.client_id and i.measure = f.measure and i.given_on = f.given_on
    inner join item_use as u
        on i.measure = u.measure and i.item = u.item
),

-- Items with the same validity are summed together.
batch as (
    select
        a.client_id,
        a.measure,
        a.given_on,
        a.known_from,
        a.known_until,
        a.scale,
        count(a.points) as answered,
        count(a.points) filter (a.required) as required,
        sum(a.points) as points
    from answer_of_item as a
    group by all
),

-- Most forms were entered at once and never corrected: they have one version.
form as (
    select
        b.client_id,
        b.measure,
        b.given_on,
        min(b.known_from) as known_from,
        min(b.known_from) < max(b.known_from) or count(b.known_until) > 0 as changed
    from batch as b
    group by all
),

batch_of_changed as (
    select b.*
    from batch as b
    inner join form as f
        on b.client_id = f.client_id and b.measure = f.measure and b.given_on = f.given_on
    where f.changed
),

moment as (
    select
        b.client_id,
        b.measure,
        b.given_on,
        b.known_from as at_time
    from batch_of_changed as b
    union
    select
        b.client_id,
        b.measure,
        b.given_on,
        b.known_until as at_time
    from batch_of_changed as b
    where b.known_until is not null
),

-- Every scale at every such time, even with none of its items answered. A time at which no item is left ends
-- the version before it.
tally as (
    select
        f.client_id,
        f.measure,
        f.given_on,
        r.scale,
        f.known_from as at_time,
        true as stands,
        false as changed,
        coalesce(b.answered, 0) as answered,
        coalesce(b.required, 0) as required,
        b.points
    from form as f
    inner join scale_rule as r
        on f.measure = r.measure
    left join batch as b
        on
            f.client_id = b.client_id
            and f.measure = b.measure
            and f.given_on = b.given_on
            and r.scale = b.scale
    where not f.changed
    union all
    select
        t.client_id,
        t.measure,
        t.given_on,
        r.scale,
        t.at_time,
        count(b.scale) > 0 as stands,
        true as changed,
        coalesce(sum(b.answered) filter (r.scale = b.scale), 0) as answered,
        coalesce(sum(b.required) filter (r.scale = b.scale), 0) as required,
        sum(b.points) filter (r.scale = b.scale) as points
    from moment as t
    inner join scale_rule as r
        on t.measure = r.measure
    left join batch_of_changed as b
        on
            t.client_id = b.client_id
            and t.measure = b.measure
            and t.given_on = b.given_on
            and t.at_time >= b.known_from
            and t.at_time < coalesce(b.known_until, timestamp 'infinity')
    group by t.client_id, t.measure, t.given_on, r.scale, t.at_time
),

state as (
    select
        t.client_id,
        t.measure,
        t.given_on,
        t.scale,
        t.at_time,
        t.stands,
        t.changed,
        t.answered,
        r.expected,
        -- Rounded, since tenths do not add up exactly in binary: 24.9 must not come out slightly higher.
        round(
            case
                when t.answered = 0 or t.required < r.required then null
                when r.expected - t.answered > r.max_missing then null
                when r.method = 'mean' then r.factor * t.points / t.answered
                when t.answered = r.expected then r.factor * t.points
                else r.factor * floor(t.points * r.expected / t.answered + 0.5)
            end,
            9
        ) as score
    from tally as t
    inner join scale_rule as r
        on t.measure = r.measure and t.scale = r.scale
),

before as (
    select
        s.*,
        lag(s.stands) over form_scale as stands_before,
        lag(s.answered) over form_scale as answered_before,
        lag(s.score) over form_scale as score_before
    from state as s
    where s.changed
    window form_scale as (
        partition by s.client_id, s.measure, s.given_on, s.scale order by s.at_time
    )
),

version as (
    select
        s.client_id,
        s.measure,
        s.given_on,
        s.scale,
        s.stands,
        s.answered,
        s.expected,
        s.score,
        s.at_time,
        null as next_at
    from state as s
    where not s.changed
    union all
    select
        b.client_id,
        b.measure,
        b.given_on,
        b.scale,
        b.stands,
        b.answered,
        b.expected,
        b.score,
        b.at_time,
        lead(b.at_time) over (
            partition by b.client_id, b.measure, b.given_on, b.scale order by b.at_time
        ) as next_at
    from before as b
    where
        b.stands is distinct from b.stands_before
        or b.answered <> b.answered_before
        or b.score is distinct from b.score_before
)

select
    v.client_id,
    v.measure,
    v.given_on,
    v.scale,
    v.score,
    cast(v.answered as integer) as items_answered,
    cast(v.expected as integer) as items_expected,
    v.score is not null and v.answered < v.expected as prorated,
    v.at_time as known_from,
    v.next_at as known_until
from version as v
where v.stands
order by v.client_id, v.measure, v.given_on, v.scale, v.at_time
