/*
title = "A screen word with every specimen not collected read as positive"
kind = "macro"
source = "A convention of trials (CTNote 0.1.3), on the safe side; not a finding about a person."
reviewed = 2026-11-23

[[examples]]
name = "only what was not collected changes"
call = "screen_missing_as_positive('-o*?o+')"
expect = "-+*?++"
*/
-- For comparison with published results. On the board both readings are shown:
-- a specimen that was not collected stays its own letter.
create macro screen_missing_as_positive(word) as replace(word, 'o', '+')
