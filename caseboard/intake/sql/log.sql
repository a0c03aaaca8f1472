insert into clinic.loads (
    load_id, loaded_at, source, invented, last_day, table_name, file, sha256, rows_read, rows_new, rows_changed,
    rows_unchanged, rows_turned_away, rows_closed
)
select
    $1, $2, $3, $4, $5, unnest($6), unnest($7), unnest($8), unnest($9), unnest($10), unnest($11),
    unnest($12), unnest($13), unnest($14)
