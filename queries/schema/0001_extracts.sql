-- The tables of the extract contract, as a clinic hands them over.
-- Every stored row is one version of a record: known_from is when it became
-- known, known_until when another version took its place (empty: it stands).
-- Keys are checked by queries, not by the engine, so that the same file works
-- on a single DuckDB file and on DuckLake. A file that has landed is never edited.

create table programs (
    program_id varchar not null,
    name varchar,
    site varchar,
    level varchar,
    track varchar,
    known_from timestamp not null,
    known_until timestamp
);

create table staff (
    staff_id varchar not null,
    name varchar,
    role varchar,
    supervisor_id varchar,
    known_from timestamp not null,
    known_until timestamp
);

create table clients (
    client_id varchar not null,
    name varchar,
    program_id varchar,
    clinician_id varchar,
    birth_year integer,
    sex varchar,
    race_ethnicity varchar,
    language varchar,
    primary_substance varchar,
    on_medication boolean,
    known_from timestamp not null,
    known_until timestamp
);

create table client_aliases (
    old_id varchar not null,
    client_id varchar,
    merged_on date,
    known_from timestamp not null,
    known_until timestamp
);

create table episodes (
    episode_id varchar not null,
    client_id varchar,
    level varchar,
    started_on date,
    ended_on date,
    end_reason varchar,
    planned_weeks integer,
    sessions_per_week double,
    hours_per_week double,
    authorized_until date,
    known_from timestamp not null,
    known_until timestamp
);

create table leaves (
    client_id varchar not null,
    kind varchar not null,
    started_on date not null,
    ended_on date,
    known_from timestamp not null,
    known_until timestamp
);

create table sessions (
    session_id varchar not null,
    program_id varchar,
    starts_at timestamp,
    minutes integer,
    kind varchar,
    topic varchar,
    facilitator_id varchar,
    known_from timestamp not null,
    known_until timestamp
);

create table attendance (
    session_id varchar not null,
    client_id varchar not null,
    status varchar,
    minutes_attended integer,
    entered_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table survey_items (
    client_id varchar not null,
    measure varchar not null,
    given_on date not null,
    item integer not null,
    value double,
    entered_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table survey_scores (
    client_id varchar not null,
    measure varchar not null,
    scale varchar not null,
    given_on date not null,
    score double,
    entered_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table drug_screens (
    client_id varchar not null,
    specimen_id varchar not null,
    substance varchar not null,
    due_on date,
    collected_on date,
    result varchar,
    method varchar,
    expected boolean,
    result_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table daily_logs (
    client_id varchar not null,
    logged_on date not null,
    craving double,
    mood double,
    stress double,
    sleep_hours double,
    exercise_minutes integer,
    mindfulness_minutes integer,
    used boolean,
    risky_situation boolean,
    triggers varchar,
    coping_skill varchar,
    entered_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table goals (
    goal_id varchar not null,
    client_id varchar,
    title varchar,
    weight double,
    set_on date,
    closed_on date,
    known_from timestamp not null,
    known_until timestamp
);

create table goal_ratings (
    goal_id varchar not null,
    rated_on date not null,
    level integer,
    entered_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table supports (
    client_id varchar not null,
    kind varchar not null,
    started_on date not null,
    ended_on date,
    last_contact_on date,
    known_from timestamp not null,
    known_until timestamp
);

create table plan_reviews (
    client_id varchar not null,
    kind varchar not null,
    due_on date not null,
    done_on date,
    known_from timestamp not null,
    known_until timestamp
);

create table events (
    event_id varchar not null,
    client_id varchar,
    occurred_on date,
    kind varchar,
    note varchar,
    entered_at timestamp,
    known_from timestamp not null,
    known_until timestamp
);

create table follow_ups (
    client_id varchar not null,
    episode_id varchar not null,
    month integer not null,
    contacted_on date,
    days_abstinent_30 integer,
    in_treatment boolean,
    known_from timestamp not null,
    known_until timestamp
);

create table consents (
    client_id varchar not null,
    recipient varchar not null,
    given_on date not null,
    scope varchar,
    expires_on date,
    revoked_on date,
    known_from timestamp not null,
    known_until timestamp
);

create table batteries (
    program_id varchar not null,
    instrument varchar not null,
    every_days integer,
    known_from timestamp not null,
    known_until timestamp
);
