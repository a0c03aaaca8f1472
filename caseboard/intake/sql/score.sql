insert into clinic.form_scores (
    client_id, measure, given_on, scale, score, items_answered, items_expected, prorated, known_from, known_until
)
select
    client_id,
    measure,
    given_on,
    scale,
    score,
    items_answered,
    items_expected,
    prorated,
    known_from,
    known_until
from (
{form_score}
)
