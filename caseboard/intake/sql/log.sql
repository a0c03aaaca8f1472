insert into clinic.loads (
    load_id, loaded_at, source, table_name, file, sha256, rows_read, rows_new, rows_changed, rows_unchanged,
    rows_turned_away, rows_closed, invented, last_day
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
