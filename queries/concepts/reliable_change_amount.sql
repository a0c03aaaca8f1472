/*
title = "Reliable change: the smallest change in a score beyond measurement error"
kind = "macro"
source = "Jacobson & Truax 1991: 1.96 standard errors of a difference."
reviewed = 2026-11-23
help = "SD before treatment, and reliability (retest if known). A change above the result is reliable."

[[examples]]
name = "a check value"
call = "round(reliable_change_amount(6, 0.84), 2)"
expect = 6.65
*/
-- 1.959964: 95% confidence. A measure's published amount (its TOML file) takes precedence.
create macro reliable_change_amount(sd, reliability) as (
    1.959964 * sqrt(2.0) * cast(sd as double) * sqrt(1.0 - cast(reliability as double))
)
