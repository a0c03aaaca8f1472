"""The course that the sample's people were given, against the pane in which the board puts them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from caseboard.library import Clinic
from tests.conftest import SAMPLE

DATES = [date(2025, 12, 14), date(2026, 2, 15), date(2026, 3, 15)]
FIRST, READY = "needs_more_intensity", "ready_to_step_down"
Table = Counter[tuple[str, bool, str]]


def _turned(row: dict[str, str], day: str) -> bool:
    """Whether the hidden course shows by that day: it has turned, and not returned."""
    return bool(row["turned_on"] and row["turned_on"] <= day) and not (
        row["returned_on"] and row["returned_on"] <= day
    )


@pytest.fixture(scope="module", params=DATES, ids=str)
def table(request: pytest.FixtureRequest, sample: Clinic) -> Table:
    """How many clients by course, whether it shows, and pane."""
    day = request.param.isoformat()
    course: dict[str, tuple[str, bool]] = {}
    with (SAMPLE / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["admitted_on"] <= day:
                course[row["client_id"]] = (row["course"], _turned(row, day))
    board = sample.run("panes/board", as_of=request.param).records()
    found = Counter((*course[row["client_id"]], row["pane"]) for row in board)
    print(day, *sorted(found.items()), sep="\n  ")
    return found


def _in(table: Table, pane: str, *courses: str, shows: bool | None = None) -> int:
    return sum(
        number
        for (course, turned, where), number in table.items()
        if where == pane and (not courses or course in courses) and shows in (None, turned)
    )


def test_at_most_a_quarter_stands_in_the_first_pane(table: Table) -> None:
    assert 0 < _in(table, FIRST) <= sum(table.values()) / 4


def test_some_are_ready_and_nobody_whose_course_is_bad_now(table: Table) -> None:
    assert 1 <= _in(table, READY) <= sum(table.values()) / 4
    for course in ("crisis", "drifting_away", "relapse_and_return", "plateau"):
        assert _in(table, READY, course, shows=True) == 0


def test_who_recovers_steadily_is_in_no_alarm(table: Table) -> None:
    assert _in(table, FIRST, "steady_recovery") == 0


def test_who_is_in_crisis_or_relapsing_stands_in_the_first_pane(table: Table) -> None:
    """Somebody may have turned too lately for anything to show."""
    bad = sum(
        number
        for (course, turned, _), number in table.items()
        if turned and course in ("crisis", "relapse_and_return")
    )
    assert _in(table, FIRST, "crisis", "relapse_and_return", shows=True) >= bad / 2 > 0
