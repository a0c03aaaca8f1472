-- The tables that caseboard writes itself.

-- Scores of survey forms, worked out from their items when they are loaded,
-- one version for each state in which the form was known.
create table form_scores (
    client_id varchar not null,
    measure varchar not null,
    given_on date not null,
    scale varchar not null,
    score double,
    items_answered integer not null,
    items_expected integer not null,
    prorated boolean not null,
    known_from timestamp not null,
    known_until timestamp
);

-- Which definition of a measure the stored form scores were made with.
create table measure_versions (
    measure varchar not null,
    definition_hash varchar not null,
    scored_at timestamp not null
);

-- One row a case conference. Entries are appended, never edited.
create table conferences (
    conference_id varchar not null,
    as_of date not null,
    opened_at timestamp not null,
    closed_at timestamp,
    program_id varchar,
    present varchar[]
);

-- What was on screen for whom, so that a decision can be read beside it later.
create table conference_items (
    conference_id varchar not null,
    client_id varchar not null,
    shown_at timestamp not null,
    pane varchar,
    priority double,
    flags struct(rule varchar, value double, since date)[]
);

-- What the team decided. `answers` lists the flags it answers; empty or null: every
-- flag shown. An amendment is a new entry that names the one it amends.
create table decisions (
    decision_id varchar not null,
    conference_id varchar,
    client_id varchar not null,
    decided_at timestamp not null,
    as_of date not null,
    decision varchar not null,
    reason varchar,
    owner varchar,
    due_on date,
    present varchar[],
    answers struct(rule varchar, value double, since date)[],
    amends varchar
);

-- What follows from a decision, by whom and by when. Done is a new entry of the same action_id.
create table action_items (
    action_id varchar not null,
    decision_id varchar not null,
    client_id varchar not null,
    action varchar not null,
    owner varchar,
    due_on date,
    done_on date,
    recorded_at timestamp not null
);

-- A flag put aside until a date, with the reason.
create table snoozes (
    snooze_id varchar not null,
    client_id varchar not null,
    rule varchar not null,
    snoozed_at timestamp not null,
    until_on date not null,
    reason varchar not null,
    snoozed_by varchar
);

-- What was loaded and when. `invented` marks a clinic made by caseboard simulate.
create table loads (
    load_id varchar not null,
    loaded_at timestamp not null,
    source varchar not null,
    table_name varchar not null,
    file varchar,
    sha256 varchar,
    rows_read bigint not null,
    rows_new bigint not null,
    rows_changed bigint not null,
    rows_unchanged bigint not null,
    rows_turned_away bigint not null,
    rows_closed bigint not null,
    invented boolean not null,
    last_day date
);
