"""The files of a synthetic clinic: their columns, and writing them as a stream."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

Row = Sequence[object]

_TEXT, _DAY, _TIME = "VARCHAR", "DATE", "TIMESTAMP"
_WHOLE, _NUMBER, _YES_NO = "INTEGER", "DOUBLE", "BOOLEAN"

TABLES: Mapping[str, Mapping[str, str]] = {
    "programs": {"program_id": _TEXT, "name": _TEXT, "site": _TEXT, "level": _TEXT, "track": _TEXT},
    "staff": {"staff_id": _TEXT, "name": _TEXT, "role": _TEXT, "supervisor_id": _TEXT},
    "batteries": {"program_id": _TEXT, "instrument": _TEXT, "every_days": _WHOLE},
    "clients": {
        "client_id": _TEXT,
        "name": _TEXT,
        "program_id": _TEXT,
        "clinician_id": _TEXT,
        "birth_year": _WHOLE,
        "sex": _TEXT,
        "race_ethnicity": _TEXT,
        "language": _TEXT,
        "primary_substance": _TEXT,
        "on_medication": _YES_NO,
    },
    "client_aliases": {"old_id": _TEXT, "client_id": _TEXT, "merged_on": _DAY},
    "episodes": {
        "episode_id": _TEXT,
        "client_id": _TEXT,
        "level": _TEXT,
        "started_on": _DAY,
        "ended_on": _DAY,
        "end_reason": _TEXT,
        "planned_weeks": _WHOLE,
        "sessions_per_week": _NUMBER,
        "hours_per_week": _NUMBER,
        "authorized_until": _DAY,
    },
    "leaves": {"client_id": _TEXT, "kind": _TEXT, "started_on": _DAY, "ended_on": _DAY},
    "sessions": {
        "session_id": _TEXT,
        "program_id": _TEXT,
        "starts_at": _TIME,
        "minutes": _WHOLE,
        "kind": _TEXT,
        "topic": _TEXT,
        "facilitator_id": _TEXT,
    },
    "attendance": {
        "session_id": _TEXT,
        "client_id": _TEXT,
        "status": _TEXT,
        "minutes_attended": _WHOLE,
        "entered_at": _TIME,
    },
    "survey_items": {
        "client_id": _TEXT,
        "measure": _TEXT,
        "given_on": _DAY,
        "item": _WHOLE,
        "value": _WHOLE,
        "entered_at": _TIME,
    },
    "survey_scores": {
        "client_id": _TEXT,
        "measure": _TEXT,
        "scale": _TEXT,
        "given_on": _DAY,
        "score": _NUMBER,
        "entered_at": _TIME,
    },
    "drug_screens": {
        "client_id": _TEXT,
        "specimen_id": _TEXT,
        "substance": _TEXT,
        "due_on": _DAY,
        "collected_on": _DAY,
        "result": _TEXT,
        "method": _TEXT,
        "expected": _YES_NO,
        "result_at": _TIME,
    },
    "daily_logs": {
        "client_id": _TEXT,
        "logged_on": _DAY,
        "craving": _WHOLE,
        "mood": _WHOLE,
        "stress": _WHOLE,
        "sleep_hours": _NUMBER,
        "exercise_minutes": _WHOLE,
        "mindfulness_minutes": _WHOLE,
        "used": _YES_NO,
        "risky_situation": _YES_NO,
        "triggers": _TEXT,
        "coping_skill": _TEXT,
        "entered_at": _TIME,
    },
    "goals": {
        "goal_id": _TEXT,
        "client_id": _TEXT,
        "title": _TEXT,
        "weight": _WHOLE,
        "set_on": _DAY,
        "closed_on": _DAY,
    },
    "goal_ratings": {"goal_id": _TEXT, "rated_on": _DAY, "level": _WHOLE, "entered_at": _TIME},
    "supports": {
        "client_id": _TEXT,
        "kind": _TEXT,
        "started_on": _DAY,
        "ended_on": _DAY,
        "last_contact_on": _DAY,
    },
    "plan_reviews": {"client_id": _TEXT, "kind": _TEXT, "due_on": _DAY, "done_on": _DAY},
    "events": {
        "event_id": _TEXT,
        "client_id": _TEXT,
        "occurred_on": _DAY,
        "kind": _TEXT,
        "note": _TEXT,
        "entered_at": _TIME,
    },
    "follow_ups": {
        "client_id": _TEXT,
        "episode_id": _TEXT,
        "month": _WHOLE,
        "contacted_on": _DAY,
        "days_abstinent_30": _WHOLE,
        "in_treatment": _YES_NO,
    },
    "consents": {
        "client_id": _TEXT,
        "recipient": _TEXT,
        "given_on": _DAY,
        "scope": _TEXT,
        "expires_on": _DAY,
        "revoked_on": _DAY,
    },
    "truth": {
        "client_id": _TEXT,
        "course": _TEXT,
        "admitted_on": _DAY,
        "turned_on": _DAY,
        "returned_on": _DAY,
        "outcome": _TEXT,
    },
}
"""Every file that is written, with its columns and their types; `truth` is not an extract."""

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
