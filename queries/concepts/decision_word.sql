/*
title = "Decisions in words"
*/
select
    word.decision,
    word.words
from (
    values
    ('continue', 'go on as planned'),
    ('modify_plan', 'change the plan'),
    ('increase_sessions', 'more sessions'),
    ('add_family_therapy', 'family therapy'),
    ('add_individual_sessions', 'individual sessions'),
    ('refer_medication', 'refer for medication'),
    ('outreach', 'outreach'),
    ('safety_plan', 'safety plan'),
    ('step_up', 'step up'),
    ('step_down', 'step down'),
    ('discharge', 'discharge')
) as word (decision, words)
