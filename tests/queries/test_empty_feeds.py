"""A clinic that sends attendance alone: what was never entered is unknown, not overdue, and is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseboard.library import Clinic, Library
from caseboard.library.checking import run_checks
from caseboard.library.examples import check_examples
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
    assert ("quality/feed_stopped", "A feed has stopped or never began", 3) in run_checks(bare, DAY).rows


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


CARE = """
[[examples]]
name = "two of a week's three sessions"
as_of = 2026-03-15
parameters = {{ {parameters} }}
episode = {{ level = "outpatient", started_on = 2026-03-09 }}
attendance = ["2026-03-09 attended minutes=60", "2026-03-11 attended minutes=60"]
data_through = {{ attendance = 2026-03-15 }}
expect = {{ {expect} }}
"""
ONE = 'client_id = "X"'
UNTOLD = {
    "audit/hours_against_prescribed": ("", 'attended_hours = 2, prescribed_hours = "null", share = "null"'),
    "client/attendance_weeks": (ONE, 'attended_minutes = 120, prescribed_minutes = "null"'),
    "client/overview": (ONE, 'hours_per_week = "null", hours_attended = 2, hours_prescribed = "null"'),
}


def test_hours_that_a_level_does_not_name_are_not_known_and_not_none(
    library: Library, tmp_path: Path
) -> None:
    """A clinic's own ladder may leave hours out, and `greatest(0, null)` is 0."""
    ladder = library.get("level").path.read_text(encoding="utf-8")
    own = ladder.replace("'Outpatient', 1.0, 1.0,", "'Outpatient', 1.0, cast(null as double),")
    for name, text in {
        "concepts/level.sql": own,
        **{f"{q}.examples.toml": CARE.format(parameters=p, expect=e) for q, (p, e) in UNTOLD.items()},
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert not check_examples(Library.load(local=tmp_path), list(UNTOLD)).failures
