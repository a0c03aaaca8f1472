with appointment as (
    select
        a.*,
        md5(concat_ws('|', a.appt_date, a.start, a.program, a.visit_type)) as session_hash
    from appointment_list as a
)

select
    'S-' || left(a.session_hash, 16) as session_id,
    a.patient_id as client_id,
    a.status,
    a.minutes_present as minutes_attended,
    a.charted as entered_at,
    a.source_file,
    a.source_line
from appointment as a
