/*
title = "Does this drug screen row count for the client's own substance?"
kind = "macro"
help = "own_is_tested: the client was ever tested for the primary substance."
source = "Fentanyl is an opioid that a test for opioids does not detect: from memory."
reviewed = 2026-11-28

[[examples]]
name = "the own substance"
call = "counts_for_own_substance('alcohol', 'alcohol', true, 'negative', null)"
expect = true

[[examples]]
name = "another one"
call = "counts_for_own_substance('cocaine', 'alcohol', true, 'positive', null)"
expect = false

[[examples]]
name = "fentanyl that is positive is an opioid"
call = "counts_for_own_substance('fentanyl', 'opioid', true, 'positive', null)"
expect = true

[[examples]]
name = "and the other way round"
call = "counts_for_own_substance('opioid', 'fentanyl', true, 'positive', false)"
expect = true

[[examples]]
name = "fentanyl that is negative says nothing of other opioids"
call = "counts_for_own_substance('fentanyl', 'opioid', true, 'negative', null)"
expect = false

[[examples]]
name = "of a client whose substance is alcohol an opioid says nothing, though both were tested"
call = "counts_for_own_substance('opioid', 'alcohol', true, 'positive', null)"
expect = false

[[examples]]
name = "a specimen without a result"
call = "counts_for_own_substance('fentanyl', 'opioid', true, null, null)"
expect = false

[[examples]]
name = "fentanyl that was given in hospital is expected"
call = "counts_for_own_substance('fentanyl', 'opioid', true, 'positive', true)"
expect = false

[[examples]]
name = "never tested for the own substance: any"
call = "counts_for_own_substance('cocaine', 'alcohol', false, 'negative', null)"
expect = true

[[examples]]
name = "but cannabis"
call = "counts_for_own_substance('cannabis', 'alcohol', false, 'positive', null)"
expect = false

[[examples]]
name = "no substance of the client is known: any but cannabis"
call = "counts_for_own_substance('cocaine', null, false, 'negative', null)"
expect = true
*/
-- The client's own substance counts; where that is empty or was never tested, any substance but cannabis, which
-- can stay positive for weeks after the last use. An opioid test does not detect fentanyl, so for these two
-- an unexpected positive in either makes the specimen positive.
create macro counts_for_own_substance(
    tested_for, own_substance, own_is_tested, screen_result, was_expected
) as case
    when not own_is_tested then tested_for <> 'cannabis'
    when tested_for = own_substance then true
    else
        tested_for in ('opioid', 'fentanyl')
        and own_substance in ('opioid', 'fentanyl')
        and coalesce(screen_result = 'positive', false)
        and not coalesce(was_expected, false)
end
