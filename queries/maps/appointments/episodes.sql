select
    'E-' || left(md5(concat_ws('|', l.mrn, l.level_of_care, l.start_date)), 16) as episode_id,
    l.mrn as client_id,
    l.level_of_care as level,
    l.start_date as started_on,
    l.end_date as ended_on,
    l.discharge_reason as end_reason,
    l.source_file,
    l.source_line
from levels_of_care as l
