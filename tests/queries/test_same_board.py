"""What a board may not depend on: when it was, the order of the rows, in how many loads they came.

And what may only make it graver: a worse form for everybody takes no flag away and makes nobody ready.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from caseboard.library import Clinic, Library
from tests.conftest import SAMPLE

DAY = date(2026, 3, 15)
FRAME = ("programs", "staff", "clients", "client_aliases", "episodes", "sessions", "batteries", "goals")
COLUMNS = (
    "pane", "priority", "safety", "level", "week", "criteria_met", "criteria_total", "score", "score_change",
    "score_series", "hours_attended", "hours_prescribed", "screen_word", "craving", "craving_change",
)  # fmt: skip
Loaded = Callable[..., Clinic]


@pytest.fixture
def loaded(tmp_path: Path, library: Library) -> Loaded:
    """The sample's extracts, written by `query` into as many folders as there are `parts`, and loaded."""
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    def load(query: str, parts: int = 1, moved: int = 0) -> Clinic:
        target = tmp_path / "clinic.duckdb"
        for part in range(parts):
            folder = tmp_path / str(part)
            folder.mkdir()
            for path in sorted(SAMPLE.glob("*.*")):
                if path.suffix in {".csv", ".parquet"} and path.stem != "truth":
                    _write(path, folder, query, part if parts > 1 else None, moved)
            import_extracts([folder], Engine(target), library)
        return Clinic(library, target)

    return load


def _write(path: Path, folder: Path, query: str, part: int | None, moved: int) -> None:
    if part and path.stem in FRAME:
        return
    some = f"where hash(rows) % 3 = {part}" if part is not None and path.stem not in FRAME else ""
    with duckdb.connect() as connection:
        connection.execute(f"create view rows as from '{path}'")
        moves = {"DATE": f"+ {moved}", "TIMESTAMP": f"+ to_days({moved})"}
        columns = ", ".join(
            f"{name} {moves.get(kind, '')} as {name}"
            for name, kind, *_ in connection.execute("describe rows").fetchall()
        )
        connection.execute(
            f"copy (select {columns} from rows {some} {query}) to '{folder / path.stem}.csv' (header)"
        )


def _seen(clinic: Clinic, day: date) -> dict[tuple[str, ...], Any]:
    """Every rule's answer and every client's row, with dates as days before the day of the board."""
    found: dict[tuple[str, ...], Any] = {}
    for row in clinic.run("rule_state", as_of=day).records():
        since = row["since"] and (day - row["since"]).days
        answer = (row["state"], row["value"], row["threshold"], row["severity"], since)
        found[row["client_id"], row["rule"]] = answer
    for row in clinic.run("panes/board", as_of=day).records():
        found[row["client_id"], "board"] = [row[name] for name in COLUMNS]
    clinic.close()
    return found


@pytest.fixture(scope="module")
def usual(sample: Clinic) -> dict[tuple[str, ...], Any]:
    return _seen(sample, DAY)


def test_a_clinic_of_another_year_has_the_same_board(
    loaded: Loaded, usual: dict[tuple[str, ...], Any]
) -> None:
    """It stands just after a leap day."""
    assert _seen(loaded("", moved=-742), DAY - timedelta(742)) == usual


def test_rows_in_another_order_and_in_three_loads(loaded: Loaded, usual: dict[tuple[str, ...], Any]) -> None:
    assert _seen(loaded("order by hash(rows)", parts=3), DAY) == usual


def test_a_worse_form_takes_no_flag_away(loaded: Loaded, library: Library, tmp_path: Path) -> None:
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    clinic = loaded("")
    before = _flags(clinic)
    day = DAY - timedelta(1)
    clients = sorted({client for client, _ in before["board"]})
    forms = [
        f"{client},{measure},{day},{item},3,{day} 23:00:00"
        for client in clients
        for measure, items in (("phq9", 9), ("gad7", 7))
        for item in range(1, items + 1)
    ]
    worse = tmp_path / "survey_items.csv"
    worse.write_text("\n".join(["client_id,measure,given_on,item,value,entered_at", *forms]))
    import_extracts([worse], Engine(tmp_path / "clinic.duckdb"), library)
    after = _flags(clinic)
    clinic.close()
    lost = before["flags"] - after["flags"]
    assert {flag for flag in lost if flag[1] != "no_contact"} == set()  # a form is contact
    assert {pane for _, pane in after["board"]} == {"needs_more_intensity"}


def _flags(clinic: Clinic) -> dict[str, set[tuple[str, str]]]:
    kinds = ("safety", "more_intensity")
    flags = clinic.run("panes/flag", as_of=DAY).records()
    return {
        "flags": {(row["client_id"], row["rule"]) for row in flags if row["kind"] in kinds},
        "board": {(row["client_id"], row["pane"]) for row in clinic.run("panes/board", as_of=DAY).records()},
    }
