"""The rules on 1,922 real people in weekly treatment (trials 27 and 30), as of twelve dates.

The data are not part of the project; without them these tests are skipped. The trials have no surveys, no
goals and no supports, so whatever reads those must be silent there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from caseboard.library import Clinic, Library
from tests.conftest import real_data

TRIALS = real_data() / "trials_27_30"
DATES = [date(2020, 3, 1) + timedelta(days=35 * step) for step in range(12)]
SILENT = {
    "phq9", "gad7", "cssrs", "srs", "bam", "bam_iop", "pacs", "craving", "survey", "core_measure", "goals",
    "supports",
}  # fmt: skip

pytestmark = pytest.mark.skipif(
    not TRIALS.is_dir(), reason="the real data (../shared/real_data) are not on this machine"
)


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Clinic]:
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    path: Path = tmp_path_factory.mktemp("trials") / "trials.duckdb"
    import_extracts([TRIALS], Engine(path), library)
    clinic = Clinic(library, path)
    yield clinic
    clinic.close()


Board = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


@pytest.fixture(scope="module", params=DATES, ids=str)
def board(request: pytest.FixtureRequest, trials: Clinic) -> Board:
    """Board, flags, criteria and facts on one date."""
    with trials.asking(request.param) as asking:
        names = ("panes/board", "panes/flag", "panes/criterion", "client_fact")
        rows = [asking.run(name).records() for name in names]
    return rows[0], rows[1], rows[2], rows[3]


def test_the_clinic_is_there(board: Board) -> None:
    assert len(board[0]) > 50
    assert len(board[3]) == len(board[0])


def test_no_rule_on_what_the_trials_do_not_have_is_met(board: Board, library: Library) -> None:
    silent = {rule.stem for rule in library.rules if rule.battery and set(rule.battery) <= SILENT}
    assert {"suicidal_ideation", "reliable_deterioration", "measure_overdue"} <= silent
    assert {flag["rule"] for flag in board[1]} & silent == set()
    assert {row["state"] for row in board[2] if row["rule"] in silent} <= {"not_used"}


def test_nothing_claims_readiness_for_lack_of_data(board: Board) -> None:
    """Ready is two criteria of five here, and three must be met."""
    assert [row["client_id"] for row in board[0] if row["pane"] == "ready_to_step_down"] == []
    facts = {row["client_id"]: row for row in board[3]}
    for row in board[2]:
        if row["rule"] == "sustained_abstinence" and row["state"] == "met":
            fact = facts[row["client_id"]]
            assert fact["due_28d"] >= 3
            assert fact["negative_28d"] == fact["due_28d"]
            assert fact["not_collected_28d"] == fact["unread_28d"] == 0
        if row["rule"] == "steady_attendance" and row["state"] == "met":
            assert facts[row["client_id"]]["counting_sessions_28d"] >= 4


def test_who_comes_to_every_weekly_visit_is_not_flagged_for_the_weeks_between(board: Board) -> None:
    flags = defaultdict(set)
    for flag in board[1]:
        flags[flag["client_id"]].add(flag["rule"])
    steady = [
        row["client_id"]
        for row in board[3]
        if row["counting_sessions_28d"] >= 4 and row["attended_28d"] == row["counting_sessions_28d"]
    ]
    assert len(steady) > 20
    about_absence = {"no_contact", "no_shows_in_a_row", "dose_gap", "attendance_not_entered"}
    assert [
        (client, flags[client] & about_absence) for client in steady if flags[client] & about_absence
    ] == []
