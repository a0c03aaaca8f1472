/*
title = "Goal attainment as one T score"
kind = "macro"
source = "Kiresuk & Sherman 1968, with the customary correlation of .30 between goals."
reviewed = 2026-11-23
help = "Ratings (-2 to 2) and weights of the rated goals, as lists. 50: reached as set."

[[examples]]
name = "every goal reached as set"
call = "gas_t([0, 0, 0], [1, 1, 1])"
expect = 50

[[examples]]
name = "weights count"
call = "round(gas_t([2, 1, 0], [3, 2, 1]), 2)"
expect = 67.63
*/
-- More than about five goals add little, and easy goals raise T: it follows one person over time and must not
-- be used to rank clinicians.
create macro gas_t(levels, weights) as case
    when list_count(levels) = len(weights) and list_count(weights) = len(levels)
        then
            50.0
            + 10.0 * list_sum([cast(p[1] * p[2] as double) for p in list_zip(levels, weights)])
            / nullif(
                sqrt(
                    0.7 * list_sum([pow(w, 2) for w in weights])
                    + 0.3 * pow(list_sum(weights), 2)
                ),
                0
            )
end
