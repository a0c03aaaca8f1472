/*
title = "A screen word with specimens not collected counted as positive"
kind = "macro"
source = "A convention of trials (CTNote 0.1.3), on the safe side; not a finding about a person."
reviewed = 2026-11-23

[[examples]]
name = "only what was not collected changes"
call = "screen_missing_as_positive('-o*?o+')"
expect = "-+*?++"
*/
-- For comparison with published results. On the board a specimen not collected keeps its own letter.
create macro screen_missing_as_positive(word) as replace(word, 'o', '+')
