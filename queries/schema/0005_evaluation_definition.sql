-- What a signal was when it was evaluated: a hash of its SQL, of all that it stands on and of the
-- thresholds in use. Where it is another one now, the record is that of another rule, and the board says so.
alter table evaluations add column definition varchar;
