"""The page on the sample clinic: as text, and the same numbers as `caseboard run`."""

from __future__ import annotations

import re

import pytest

from caseboard.library import Clinic
from caseboard.tui import words
from caseboard.tui.app import CaseboardApp
from caseboard.tui.client.course import View, measured, points
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.hours import hours_head
from caseboard.tui.client.plain import page_text
from caseboard.tui.client.record import daily_head, daily_lines
from caseboard.tui.gather import gather
from caseboard.tui.note import note
from caseboard.tui.screens.client import ClientScreen
from caseboard.tui.words import PANES
from tests.tui.client_fakes import PageApp
from tests.tui.golden import drive, same_as_golden, settled, shown, text_of

CLIENT = "C0136"


@pytest.fixture
def clinic(sample: Clinic) -> Clinic:
    return sample


@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_text_golden(clinic, size):
    columns, lines = map(int, size.split("x"))
    seen = shown(lambda: PageApp(clinic, CLIENT), size=(columns, lines))
    assert "INVENTED SAMPLE" in seen
    same_as_golden(f"client-sample-{size}.txt", seen)


def test_clients_of_every_kind_have_a_page_on_which_everything_is_drawn(clinic):
    """And in it the hours are those of the board, the sides of the cut-off those of the latest scores."""
    board = clinic.run("panes/board").records()
    kinds = [*(lambda row, pane=pane: row["pane"] == pane for pane in PANES), lambda row: row["on_leave"]]
    kinds.append(lambda row: row["score"] is None)
    found = [next((row for row in board if kind(row)), None) for kind in kinds]
    chosen = {row["client_id"]: row for row in found if row is not None}
    assert {row["pane"] for row in chosen.values()} == set(PANES)
    better = set()
    for row in chosen.values():
        page = gather_client(clinic, str(row["client_id"]), None)
        seen = page_text(page, names_hidden=True, width=100)
        assert "could not be drawn" not in seen, row["client_id"]
        if row["score"] is not None:
            assert words.number(row["score"]) in seen
        hours = words.text_of(hours_head(page))
        assert hours.startswith(f"{words.of(row['hours_attended'], row['hours_prescribed'])} h in ")
        latest = {(row["measure"], row["scale"]): row for row in page.rows("last_scores")}
        for one in measured(page):
            last = latest.get((one.measure, one.scale))
            if last is not None and last["cutoff"] is not None:
                assert points(one.rows)[-1].clinical is not last["is_below_cutoff"]
                better.add(one.range.better)
    assert better == {"lower", "higher"}


def test_the_windows_said_are_those_of_the_parameters(library, sample_db):
    clinic = Clinic(library, sample_db, parameters={"craving_days": 5, "craving_days_before": 30})
    page = gather_client(clinic, CLIENT, None)
    seen = page_text(page, names_hidden=True)
    assert "of 5 days" in seen
    assert "of 7 days" not in seen
    drawn = " ".join(words.text_of(line) for line in daily_lines(page, View(), 120))
    assert "the mean of 5 days, and how it is against the 30 before" in drawn
    assert words.text_of(daily_head(page)).split(" of ")[1].startswith("5 days logged")
    board = gather(clinic, None)
    said = note(board, board.client(0), 0, names_hidden=True)
    mean = r"Craving, mean of the logs of \d of 5 days: \S+ \(\S \S+ from the 30 days before\)"
    assert re.search(mean, said)


def test_every_number_has_its_query(clinic):
    page = gather_client(clinic, CLIENT, None)
    assert all(f"client/{name}" in page.sources for name in page.tables)
    rules = {str(row["rule"]) for row in page.rows("why")}
    assert rules
    assert rules <= set(page.sources)


def test_from_the_board_and_back(clinic):
    """The page of another day's board is of that day."""
    from datetime import date

    then = date(2026, 2, 22)
    app = CaseboardApp(lambda: clinic, as_of=then)

    async def act(pilot):
        page = ClientScreen(pilot.app.board._loader, CLIENT, then)
        pilot.app.push_screen(page)
        await settled(pilot)
        assert "as of Sun 22 Feb 2026" in text_of(pilot.app)
        assert "not the usual 15 Mar" in text_of(pilot.app)
        await pilot.press("escape")
        await settled(pilot)
        assert "Needs more intensity" in text_of(pilot.app)

    drive(lambda: app, act)
