select distinct
    p.primary_provider as staff_id,
    p.primary_provider as name,
    'clinician' as role
from patients as p
where p.primary_provider is not null
