/*
title = "Cut-off between a clinical and a normal population"
kind = "macro"
source = "Jacobson & Truax 1991, criterion c."
reviewed = 2026-11-23
help = "Means and SDs of a clinical and a normal group. A published cut-off takes precedence."

[[examples]]
name = "PHQ-9 with the means of the NHS"
call = "round(clinical_cutoff(15.4, 5.5, 2.9, 3.5), 1)"
expect = 7.8
*/
-- Between the two means, nearer to the group with the smaller SD.
create macro clinical_cutoff(mean_clinical, sd_clinical, mean_normal, sd_normal) as (
    cast(sd_normal * mean_clinical + sd_clinical * mean_normal as double)
    / nullif(cast(sd_normal + sd_clinical as double), 0)
)
