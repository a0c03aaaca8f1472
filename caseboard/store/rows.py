"""What a query gave back, read to its end: a result that is not keeps the file's lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from caseboard.errors import QueryError

if TYPE_CHECKING:
    import duckdb

_CHUNK = 10_000
_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Rows:
    """`columns` and DuckDB `types` by position, and the `rows` as tuples; `total`: how many there were before
    a limit cut them.
    """

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    total: int


def fetched(connection: duckdb.DuckDBPyConnection, limit: int | None) -> Rows:
    """What the connection was asked for; rows beyond `limit` are counted and not kept."""
    described = connection.description or []
    rows = connection.fetchall() if limit is None else connection.fetchmany(limit)
    total = len(rows)
    while limit is not None and (more := len(connection.fetchmany(_CHUNK))):
        total += more
    return Rows([d[0] for d in described], [str(d[1]) for d in described], rows, total)


def refuse_months(found: Rows) -> None:
    """Raise QueryError where an interval may hold months: they reach Python as 30 days each."""
    for at, (name, kind) in enumerate(zip(found.columns, found.types, strict=True)):
        if "INTERVAL" in kind and any(_may_hold_months(row[at]) for row in found.rows):
            raise QueryError(
                f"The column {name} has an interval of 30 days or more, in which a month cannot be told from "
                "30 days; cast it with ::varchar, or count days with date_diff."
            )


def _may_hold_months(value: Any) -> bool:
    """Of an interval, or of a list, struct or map of them."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, (list, tuple)):
        return any(map(_may_hold_months, value))
    return isinstance(value, timedelta) and abs(value) >= _MONTH
