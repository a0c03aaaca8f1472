/*
title = "The cut-off for a client of this sex"
kind = "macro"
source = "AUDIT-C and the AUDIT's likely dependence have a cut-off for men and one for women."
reviewed = 2026-11-24
help = "sex as in the extract; better: 'lower' or 'higher'."

[[examples]]
name = "a man"
call = "cutoff_for_sex('Male', null, 4, 3, 'lower')"
expect = 4

[[examples]]
name = "not known: the one that finds more cases"
call = "cutoff_for_sex(null, null, 4, 3, 'lower')"
expect = 3
*/
-- Where the sex is unknown, or neither of the two for which cut-offs exist, the more sensitive one holds: a
-- false positive is discussed, a missed case is not.
create macro cutoff_for_sex(sex, cutoff, cutoff_male, cutoff_female, better) as case
    when cutoff_male is null or cutoff_female is null then cutoff
    when lower(trim(sex)) in ('male', 'm', 'man') then cutoff_male
    when lower(trim(sex)) in ('female', 'f', 'woman') then cutoff_female
    when better = 'higher' then greatest(cutoff_male, cutoff_female)
    else least(cutoff_male, cutoff_female)
end
