/*
title = "The triggers of a log as a list of words"
kind = "macro"
help = "triggers as in the extract: words with ; between them"

[[examples]]
name = "large letters, and spaces around them"
call = "trigger_words(' Stress ; old  Friends')"
expect = ["stress", "old  friends"]
*/
-- Triggers are words that people type: the same word counts as one, large letters or not.
create macro trigger_words(triggers) as string_split(
    regexp_replace(lcase(trim(triggers)), ' *; *', ';', 'g'), ';'
)
