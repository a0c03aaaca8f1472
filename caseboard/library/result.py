"""What a query gave back, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Result:
    """Rows as tuples under `columns` with DuckDB `types`; `as_of` the day they speak of; `elapsed` in
    seconds; `total` the number of rows before a limit cut them, None when nothing was cut; `changed` the
    parameters that are not as the library has them, each with its value and the library's; `note` a sentence
    about how it was run, or empty; `replaced` the library's files below it that local ones replace.
    """

    name: str
    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    as_of: date
    elapsed: float
    parameters: dict[str, Any] = field(default_factory=dict)
    total: int | None = None
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""
    replaced: tuple[str, ...] = ()

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
