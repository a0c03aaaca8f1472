/*
title = "Scores of surveys"
grain = "one row a client, measure, scale and date"

[[examples]]
name = "where a form has items and a score, the items win"
as_of = 2026-03-15
survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,2"]
survey_scores = ["2026-03-10 phq9 total 14"]
expect = { measure = "phq9", scale = "total", score = 8, from_items = true }

[[examples]]
name = "a score without items"
as_of = 2026-03-15
survey_scores = ["2026-03-10 phq9 total 14"]
expect = { measure = "phq9", scale = "total", score = 14, from_items = false }
*/
-- A form with too many items missing has no computed score; the score sent with it, if any, then counts.
select
    fi.client_id,
    fi.measure,
    fi.scale,
    fi.given_on,
    fi.score,
    greatest(fi.given_on, fi.known_from) as known_at,
    true as from_items
from form_scores as fi
where fi.score is not null and fi.given_on <= as_of()
union all
select
    ss.client_id,
    ss.measure,
    ss.scale,
    ss.given_on,
    ss.score,
    greatest(ss.given_on, ss.known_from) as known_at,
    false as from_items
from survey_scores as ss
anti join form_scores as fi
    on
        ss.client_id = fi.client_id
        and ss.measure = fi.measure
        and ss.scale = fi.scale
        and ss.given_on = fi.given_on
        and fi.score is not null
where ss.score is not null and ss.given_on <= as_of()
