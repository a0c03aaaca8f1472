/*
title = "What to consider, in a team's own words"
grain = "one row a suggestion"

[[examples]]
name = "every decision that a rule can suggest has words"
expect = [
    { suggestion = "add_family_therapy", words = "Consider family therapy" },
    { suggestion = "add_individual_sessions", words = "Consider more individual sessions" },
    { suggestion = "continue", words = "Consider going on as planned" },
    { suggestion = "discharge", words = "Consider discharge" },
    { suggestion = "increase_sessions", words = "Consider more sessions" },
    { suggestion = "modify_plan", words = "Consider changing the plan together" },
    { suggestion = "outreach", words = "Consider outreach today" },
    { suggestion = "refer_medication", words = "Consider a medication referral" },
    { suggestion = "safety_plan", words = "Consider a safety assessment and plan today" },
    { suggestion = "step_down", words = "Consider a step down" },
    { suggestion = "step_up", words = "Consider a step up" },
]
*/
-- A suggestion is something to discuss; the team decides. Reference data: a clinic that prefers other words
-- copies this file into its own folder and edits it.
select
    word.suggestion,
    word.words
from (
    values
    ('safety_plan', 'Consider a safety assessment and plan today'),
    ('outreach', 'Consider outreach today'),
    ('increase_sessions', 'Consider more sessions'),
    ('add_individual_sessions', 'Consider more individual sessions'),
    ('add_family_therapy', 'Consider family therapy'),
    ('refer_medication', 'Consider a medication referral'),
    ('modify_plan', 'Consider changing the plan together'),
    ('step_up', 'Consider a step up'),
    ('step_down', 'Consider a step down'),
    ('continue', 'Consider going on as planned'),
    ('discharge', 'Consider discharge')
) as word (suggestion, words)
