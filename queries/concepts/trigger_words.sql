/*
title = "The triggers of a log as a list of words"
kind = "macro"
help = "triggers as in the extract, separated by ;"

[[examples]]
name = "capitals, and spaces around words"
call = "trigger_words(' Stress ; old  Friends')"
expect = ["stress", "old  friends"]
*/
-- People type triggers: the same word counts as one, whatever its capitals and spaces.
create macro trigger_words(triggers) as string_split(
    regexp_replace(lcase(trim(triggers)), ' *; *', ';', 'g'), ';'
)
