"""DuckDB's exceptions become sentences without a traceback."""

from __future__ import annotations

import duckdb

from caseboard.errors import QueryError
from caseboard.store.errors import translate


def test_a_fault_inside_duckdb_shows_no_stack() -> None:
    fault = duckdb.InternalException(
        "INTERNAL Error: a pointer that is NULL!\n\nStack Trace:\n\n/somewhere/_duckdb.so(_ZN6duckdb9) [0x7f]"
    )
    said = translate(fault, "clinic.duckdb")
    assert isinstance(said, QueryError)
    assert str(said) == "INTERNAL Error: a pointer that is NULL!"
