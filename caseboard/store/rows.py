"""What a query gave back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rows:
    """`columns` and DuckDB `types` by position, and the `rows` as tuples."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
