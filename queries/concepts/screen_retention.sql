/*
title = "Retention by screens: the position of the last specimen given"
kind = "macro"
source = "Retention as in CTNote 0.1.3: the last specimen that was given."
reviewed = 2026-11-23
help = "Position of the last letter of a screen word that is not o; 0 where no specimen was given."

[[examples]]
name = "the last specimen given is the fourth"
call = "screen_retention('--o+oo')"
expect = 4

[[examples]]
name = "nothing was ever given"
call = "screen_retention('ooo')"
expect = 0
*/
-- Uncollected specimens at the end of a word are what drop-out looks like before it is recorded; after those in
-- the middle the client came back.
create macro screen_retention(word) as length(rtrim(word, 'o'))
