-- What caseboard evaluate --keep found last: how each signal of the board did on this clinic's own
-- history. One row a signal and outcome; `met` times it came on, `happened` times the outcome followed.
create table evaluations (
    evaluated_at timestamp not null,
    from_day date not null,
    to_day date not null,
    outcome varchar not null,
    said varchar not null,
    signal varchar not null,
    same_input boolean not null,
    people integer,
    people_happened integer,
    weeks bigint,
    met integer,
    happened integer,
    share_flagged double,
    alerts_per_100 double,
    sensitivity double,
    specificity double,
    ppv double,
    ppv_low double,
    ppv_high double,
    npv double,
    auc double,
    auc_low double,
    auc_high double,
    lead_days double
);
