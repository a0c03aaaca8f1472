-- What the flag showed when it was put aside: what comes later is new only if it is worse.
alter table snoozes add column value double;
