delete from clinic.form_scores as s
where exists (
    select 1
    from temp.form_to_score as f
    where s.client_id = f.client_id and s.measure = f.measure and s.given_on = f.given_on
)
