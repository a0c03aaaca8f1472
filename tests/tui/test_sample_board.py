"""The board on the sample clinic: what is on screen is what `caseboard run` gives, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from caseboard.library import Clinic
from caseboard.tui import plain, words
from caseboard.tui.app import CaseboardApp
from caseboard.tui.widgets.pane import Pane
from caseboard.tui.words import PANES
from tests.tui.fakes import BOARD_COLUMNS
from tests.tui.golden import drive, same_as_golden, shown


@pytest.fixture
def clinic(sample: Clinic) -> Clinic:
    return sample


@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_text_golden(clinic, size):
    columns, lines = map(int, size.split("x"))
    seen = shown(lambda: CaseboardApp(lambda: clinic), size=(columns, lines))
    assert "INVENTED SAMPLE" in seen
    same_as_golden(f"sample-{size}.txt", seen)


@pytest.mark.parametrize(
    ("size", "said"), [((120, 40), "Self-harm though"), ((80, 24), "Self-harm thoughts: 3 of 3")]
)
def test_a_safety_flag_that_is_cut_still_says_what_it_is_about(clinic, size, said):
    seen = shown(lambda: CaseboardApp(lambda: clinic), size=size)
    worst = next(line for line in seen.splitlines() if line.startswith("▌!! "))
    assert said in worst, worst


def test_the_board_is_the_result_row_by_row(clinic):
    result = clinic.run("panes/board")
    assert set(BOARD_COLUMNS) <= set(result.columns)
    records = result.records()

    async def act(pilot):
        lines = [
            (pane.number, words.text_of(pane._source(at, pane.scrollable_content_region.width - 1)))
            for pane in pilot.app.screen.query(Pane)
            for at in range(pane.count)
        ]
        assert len(lines) == len(records)
        for (pane, line), record in zip(lines, records, strict=True):
            assert PANES[pane] == record["pane"]
            assert record["name"][:20] in line
            fields = line.split(record["name"][:20])[1].split()
            assert fields[:2] == [str(record["week"]), words.number(record["score"])]
            if record["reasons"] and record["safety"] != "assessed":  # there the mark comes first
                assert any(reason[:8] in line for reason in record["reasons"])

    drive(lambda: CaseboardApp(lambda: clinic, names_hidden=False), act, (200, 60))


def test_three_weeks_ago_is_said_and_differs(clinic):
    then = date(2026, 2, 22)
    seen = plain.clinic_text(clinic, then, names_hidden=True)
    assert "as of Sun 22 Feb 2026 · not the usual 15 Mar" in seen
    assert seen != plain.clinic_text(clinic, names_hidden=True)


def test_every_flag_has_its_file(clinic):
    from caseboard.tui.gather import gather

    found = gather(clinic, None)
    rules = {row["rule"] for rows in (*found.flags.values(), *found.criteria.values()) for row in rows}
    assert rules
    assert rules <= set(found.sources)
    assert all(source.text.startswith("/*") and source.reviewed for source in found.sources.values())


def test_the_next_screen_is_the_one_that_the_page_tells(clinic):
    besides = clinic.run("panes/panel").records()
    due = {row["client_id"]: row["next_screen_on"] for row in besides if row["next_screen_on"] is not None}
    assert due
    for client_id in (*list(due)[:3], *[row["client_id"] for row in clinic.run("panes/board").records()[:5]]):
        screens = clinic.run("client/screens", parameters={"client_id": client_id})
        ahead = [
            row["due_on"] for row in screens.records() if row["due_on"] and row["due_on"] > screens.as_of
        ]
        assert due.get(client_id) == min(ahead, default=None)


def test_the_day_of_a_score_and_its_logs_are_those_that_the_page_tells(clinic):
    besides = {row["client_id"]: row for row in clinic.run("panes/panel").records()}
    board = clinic.run("panes/board").records()
    assert {row["client_id"] for row in board} == set(besides)
    for row in board[:8]:
        known = besides[row["client_id"]]
        asked = {"client_id": row["client_id"]}
        scores = clinic.run("client/last_scores", parameters=asked).records()
        days = {one["given_on"] for one in scores if one["title"] == row["measure"]}
        assert days == ({known["score_on"]} - {None})
        life = clinic.run("client/daily_life", parameters=asked).records()
        logged = {one["days_logged"] for one in life if one["thing"] == "craving"}
        assert (logged or {0}) == {known["craving_logs"]}


def test_a_page_opened_on_another_date_is_of_that_date(clinic):
    seen = shown(lambda: CaseboardApp(lambda: clinic, as_of=date(2026, 2, 22)), "enter")
    assert "1 Facts" in seen
    assert "as of Sun 22 Feb 2026" in seen.split("\n")[0]
