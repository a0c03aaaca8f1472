"""What a query gave back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from caseboard.errors import QueryError

_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Rows:
    """`columns` and DuckDB `types` by position, and the `rows` as tuples."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]


def refuse_months(columns: Sequence[str], types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Raise QueryError where an interval may hold months: they reach Python as 30 days each."""
    for at, (name, kind) in enumerate(zip(columns, types, strict=True)):
        if "INTERVAL" in kind and any(_may_hold_months(row[at]) for row in rows):
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
