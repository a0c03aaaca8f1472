"""A small clinic as extract files, and a shorthand to load it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from caseboard.intake import Report, import_extracts
from caseboard.library import Library
from caseboard.store import Engine

Rows = Sequence[Mapping[str, Any]]

BASE: dict[str, list[dict[str, Any]]] = {
    "programs": [{"program_id": "P1", "name": "Day", "level": "intensive_outpatient"}],
    "staff": [{"staff_id": "T1", "name": "Ann", "role": "therapist"}],
    "clients": [
        {"client_id": "C1", "name": "Kim", "program_id": "P1", "clinician_id": "T1"},
        {"client_id": "C2", "name": "Lee", "program_id": "P1", "clinician_id": "T1"},
    ],
    "episodes": [
        {"episode_id": "E1", "client_id": "C1", "level": "intensive_outpatient", "started_on": "2026-01-05"}
    ],
    "sessions": [
        {"session_id": "S1", "starts_at": "2026-02-02 09:00", "minutes": 180, "kind": "group"},
        {"session_id": "S2", "starts_at": "2026-02-04 09:00", "minutes": 180, "kind": "group"},
    ],
    "attendance": [
        {"session_id": "S1", "client_id": "C1", "status": "attended", "entered_at": "2026-02-02 15:00"},
        {"session_id": "S2", "client_id": "C1", "status": "no_show", "entered_at": "2026-02-04 15:00"},
    ],
}


def write_csv(path: Path, rows: Rows, **dialect: Any) -> Path:
    """Rows as a CSV file whose header has every key."""
    names = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", newline="", encoding=dialect.pop("encoding", "utf-8")) as file:
        out = csv.DictWriter(file, names, **{"lineterminator": "\n", **dialect})
        out.writeheader()
        out.writerows(rows)
    return path


@dataclass
class Bench:
    """A folder of extracts and a database to load them into."""

    folder: Path
    engine: Engine
    library: Library
    at: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 12))

    def write(self, **tables: Rows) -> None:
        """Write these tables as CSV files; others stay as they are."""
        for name, rows in tables.items():
            write_csv(self.folder / f"{name}.csv", rows)

    def only(self, **tables: Rows) -> None:
        """Leave nothing but these tables."""
        for path in self.folder.iterdir():
            path.unlink()
        self.write(**tables)

    def load(self, source: Any = None, **options: Any) -> Report:
        """Import the folder; read = new + changed + unchanged + turned away in every table."""
        options.setdefault("loaded_at", self.at)
        report = import_extracts(
            self.folder if source is None else source, self.engine, self.library, **options
        )
        for t in report.tables.values():
            assert t.read == t.new + t.changed + t.unchanged + t.turned_away, t
        assert sum(report.reasons.values()) == report.turned_away
        return report

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the clinic's own tables."""
        with self.engine.reading() as cursor:
            return cursor.rows(sql).rows

    def bytes(self) -> bytes:
        """The database file as it is."""
        return Path(self.engine.target).read_bytes()

    def rejects(self, **options: Any) -> list[dict[str, str]]:
        """Import the folder and give the rows of its rejects file."""
        path = self.folder.parent / "rejects.csv"
        self.load(rejects=path, **options)
        return read_rejects(path)


def read_rejects(path: Path) -> list[dict[str, str]]:
    """The rows of a rejects file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def bench(tmp_path: Path, library: Library) -> Bench:
    """The base clinic, not yet loaded."""
    folder = tmp_path / "extracts"
    folder.mkdir()
    made = Bench(folder, Engine(tmp_path / "clinic.duckdb"), library)
    made.write(**BASE)
    return made


@pytest.fixture
def base() -> Callable[[str], list[dict[str, Any]]]:
    """A copy of a base table's rows, to be changed."""
    return lambda table: [dict(row) for row in BASE[table]]
