-- One column a substance becomes one row a substance. A specimen that was ordered and never taken
-- has no results: its rows keep the day on which it was due. One that was taken and has no result yet is
-- pending, which is not the same as not collected.
with panel as (
    select
        u.*,
        coalesce(u.etg, u.opi, u.coc, u.amp, u.bzo, u.thc, u.mtd, u.bup, u.fen) is null
            as is_pending,
        unnest([
            { 'substance': 'alcohol', 'result': u.etg },
            { 'substance': 'opioid', 'result': u.opi },
            { 'substance': 'cocaine', 'result': u.coc },
            { 'substance': 'amphetamine', 'result': u.amp },
            { 'substance': 'benzodiazepine', 'result': u.bzo },
            { 'substance': 'cannabis', 'result': u.thc },
            { 'substance': 'methadone', 'result': u.mtd },
            { 'substance': 'buprenorphine', 'result': u.bup },
            { 'substance': 'fentanyl', 'result': u.fen }
        ]) as test
    from uds_results as u
)

select
    p.patient_id as client_id,
    p.lab_no as specimen_id,
    p.test['substance'] as substance,
    p.ordered_for as due_on,
    p.collected as collected_on,
    p.test['result'] as result,
    p.reported as result_at,
    p.source_file,
    p.source_line
from panel as p
where p.test['result'] is not null or p.is_pending
