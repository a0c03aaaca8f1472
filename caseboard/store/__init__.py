"""The DuckDB file: attach and release, locks, migrations, staging. Only this room imports duckdb."""

from caseboard.store.cursor import Cursor
from caseboard.store.engine import Engine
from caseboard.store.parquet import csv_to_parquet, write_parquet
from caseboard.store.rows import Rows
from caseboard.store.staging import Staging, staging

__all__ = ["Cursor", "Engine", "Rows", "Staging", "csv_to_parquet", "staging", "write_parquet"]
