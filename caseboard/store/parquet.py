"""Parquet files, written by DuckDB."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from caseboard.errors import RequestError
from caseboard.quoting import identifier, literal
from caseboard.store.engine import connect
from caseboard.store.errors import first_line

_CHUNK = 2000
_FULL = re.compile("No space left on device|Disk quota exceeded")


def csv_to_parquet(csv_path: Path, parquet_path: Path, columns: Mapping[str, str]) -> None:
    """Turn a CSV file with a header into Parquet. `columns` gives name and DuckDB type, in order.

    The order of rows is kept. Raises RequestError when the file cannot be read or written.
    """
    types = "{" + ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items()) + "}"
    query = (
        f"select * from read_csv({literal(str(csv_path))}, header = true, columns = {types}, "
        "nullstr = '', auto_detect = false, delim = ',', quote = '\"', escape = '\"')"
    )
    with _writing(parquet_path) as instance:
        instance.execute("set threads = 1")
        instance.execute(f"copy ({query}) to {literal(str(parquet_path))} (format parquet, compression zstd)")


def write_parquet(
    path: Path, columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Write rows to a Parquet file. `types` are DuckDB type names. Raises RequestError."""
    with _writing(path) as instance:
        pairs = zip(columns, types, strict=True)
        declared = ", ".join(f"{identifier(name)} {kind}" for name, kind in pairs)
        instance.execute(f"create table result ({declared})")
        for start in range(0, len(rows), _CHUNK):
            _insert(instance, types, rows[start : start + _CHUNK])
        instance.execute(f"copy result to {literal(str(path))} (format parquet)")


def _insert(instance: duckdb.DuckDBPyConnection, types: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if any(isinstance(value, float) and value != value for row in rows for value in row):
        # DuckDB 1.5 reads a NaN in a bound list as null: those chunks go row by row.
        marks = ", ".join(f"${place}" for place in range(1, len(types) + 1))
        instance.executemany(f"insert into result values ({marks})", [list(row) for row in rows])
        return
    marks = ", ".join(f"unnest(${place}::{kind}[])" for place, kind in enumerate(types, 1))
    columns = [list(column) for column in zip(*rows, strict=True)]
    instance.execute(f"insert into result select {marks}", columns)


@contextmanager
def _writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    instance = connect()
    try:
        yield instance
    except duckdb.Error as error:
        full = _FULL.search(str(error))  # it stands deep in DuckDB's own words
        why = f" ({full[0]}): name another file." if full else f": {first_line(error)}"
        raise RequestError(f"{path} cannot be written{why}") from error
    finally:
        instance.close()
