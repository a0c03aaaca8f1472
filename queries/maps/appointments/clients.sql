-- The program is not on the patient's sheet: it is that of the latest appointment.
with latest as (
    select
        a.patient_id,
        arg_max(a.program, try_strptime(a.appt_date, '%m/%d/%Y')) as program
    from appointment_list as a
    group by a.patient_id
)

select
    p.mrn as client_id,
    p.patient_name as name,
    l.program as program_id,
    p.primary_provider as clinician_id,
    split_part(p.dob, '/', 3) as birth_year,
    p.drug_of_choice as primary_substance,
    p.on_mat as on_medication,
    p.source_file,
    p.source_line
from patients as p
left join latest as l on p.mrn = l.patient_id
