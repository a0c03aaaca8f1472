-- Every program that has an appointment, at the level that most of its patients are in.
select
    a.program as program_id,
    a.program as name,
    mode(l.level_of_care) as level
from appointment_list as a
left join levels_of_care as l on a.patient_id = l.mrn
group by a.program
