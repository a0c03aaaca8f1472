-- An appointment has no number of its session: those that start together, in one program and of one
-- kind, are one session.
with appointment as (
    select
        a.*,
        md5(concat_ws('|', a.appt_date, a.start, a.program, a.visit_type)) as session_hash
    from appointment_list as a
)

select
    'S-' || left(a.session_hash, 16) as session_id,
    any_value(a.program) as program_id,
    any_value(a.appt_date || ' ' || a.start) as starts_at,
    max(try_cast(a.duration_min as integer)) as minutes,
    any_value(a.visit_type) as kind,
    any_value(a.source_file) as source_file,
    min(a.source_line) as source_line
from appointment as a
group by a.session_hash
