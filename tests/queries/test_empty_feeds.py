"""A clinic that sends attendance alone: what was never entered is unknown, not overdue, and is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseboard.library import Clinic, Library
from tests.conftest import SAMPLE

DAY = date(2026, 3, 15)
SENT = ("programs", "staff", "clients", "episodes", "sessions", "attendance", "batteries")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Clinic]:
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    folder = tmp_path_factory.mktemp("bare")
    for path in SAMPLE.iterdir():
        if path.stem in SENT:
            shutil.copy(path, folder)
    target: Path = folder / "bare.duckdb"
    import_extracts([folder], Engine(target), library)
    clinic = Clinic(library, target)
    yield clinic
    clinic.close()


@pytest.mark.parametrize("rule", ["screen_overdue", "measure_overdue"])
def test_nothing_is_overdue_that_was_never_entered(bare: Clinic, rule: str) -> None:
    assert {row["state"] for row in bare.run(rule, as_of=DAY).records()} == {"missing"}


def test_nobody_is_ready(bare: Clinic) -> None:
    assert "ready_to_step_down" not in {r["pane"] for r in bare.run("panes/board", as_of=DAY).records()}


def test_what_never_came_is_said_once(bare: Clinic) -> None:
    stale = {row["table_name"]: row["through"] for row in bare.run("panes/stale_feed", as_of=DAY).records()}
    assert stale == {"daily_logs": None, "drug_screens": None, "survey_items": None}


def test_the_board_says_it(bare: Clinic) -> None:
    from caseboard.tui import gather, states

    said = states.stopped(gather.gather(bare, DAY))
    assert "drug screens (never)" in said.lower()


def test_no_screen_is_known_where_none_was_ever_entered(bare: Clinic) -> None:
    """A word about screens that are not there would read as screens that were not negative."""
    with bare.asking(DAY) as asking:
        parts = [
            part
            for row in asking.run("panes/board").records()[::8]
            for part in asking.run("client/priority", {"client_id": row["client_id"]}).records()
            if part["part"] == "screen_history_points"
        ]
    assert parts
    assert all(part["because"].startswith("No screen of this admission is known") for part in parts)
