"""The files of a synthetic clinic: their columns, and writing them as a stream."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from caseboard.files import toml_file
from caseboard.settings import bundled

Row = Sequence[object]

_TYPES = {
    "text": "VARCHAR", "word": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP",
    "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN",
}  # fmt: skip
_WHOLE = {"survey_items": ("value",), "daily_logs": ("craving", "mood", "stress")}
"""The contract's numbers that are whole ones here."""
_TRUTH = ("client_id", "course", "admitted_on", "turned_on", "returned_on", "outcome")


def _tables() -> dict[str, dict[str, str]]:
    contract = toml_file(bundled("queries") / "schema" / "contract.toml")["tables"]
    tables = {
        name: {column: _TYPES[spec["type"]] for column, spec in table["columns"].items()}
        for name, table in contract.items()
    }
    for name, columns in _WHOLE.items():
        tables[name] |= dict.fromkeys(columns, "INTEGER")
    return {**tables, "truth": dict.fromkeys(_TRUTH, "VARCHAR")}


TABLES: Mapping[str, Mapping[str, str]] = _tables()
"""Every file that is written, with its columns and their types: the contract's, and `truth`, which is not an
extract. The rows of a table have their values in this order."""

CORRECTED = ("attendance", "survey_items", "drug_screens")
"""The tables of which rows come again: in `corrections/`, to be loaded after the others."""

LARGE = ("sessions", "attendance", "survey_items", "drug_screens", "daily_logs")
"""The tables that are written as Parquet; the others are CSV."""


class TableFiles:
    """Open CSV files, one a table, that take rows as they are made."""

    def __init__(self, folder: Path, opened: ExitStack) -> None:
        """Open every file in this folder and write its header; `opened` closes them."""
        self._folder = folder
        self._writers: dict[str, Any] = {}
        self.path("corrections/any").parent.mkdir(exist_ok=True)
        again = {f"corrections/{name}": TABLES[name] for name in CORRECTED}
        for name, columns in {**TABLES, **again}.items():
            file = opened.enter_context(self.path(name).open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.writer(file, lineterminator="\n")
            self._writers[name].writerow(columns)

    def path(self, table: str) -> Path:
        """Return where the table's CSV file is."""
        return self._folder / f"{table}.csv"

    def write(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows to a table."""
        self._writers[table].writerows(rows)
