"""`i` says why a client stands where they stand, and the record of each rule and of the order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseboard.errors import QueryError
from caseboard.evaluation import evaluate
from caseboard.evaluation.keeping import keep
from caseboard.library import Clinic, Library
from caseboard.tui import order
from caseboard.tui.app import CaseboardApp
from caseboard.tui.explain import parameters, row_lines
from caseboard.tui.gather import gather
from caseboard.tui.order import OUTDATED, order_lines, standing
from caseboard.tui.plain import clinic_text, why_text
from caseboard.tui.snapshot import Row, Source
from caseboard.tui.words import text_of as line_text
from tests.evaluation.judging import judging_by
from tests.open_clinic import OpenClinic
from tests.tui.fakes import AS_OF, FakeClinic
from tests.tui.golden import drive, settled, text_of

PARTS = [
    {"title": "Recent use", "points": 5.2, "because": "A negative screen in 2 of 12 weeks", "priority": 8.2},
    {"title": "Away", "points": 3.0, "because": "No visit since 1 Mar, 14 days: 3 points", "priority": 8.2},
]


def why(clinic: FakeClinic, *keys: str, size: tuple[int, int] = (120, 60)) -> str:
    """The screen behind `i`, after some keys."""
    found: list[str] = []

    async def act(pilot: Any) -> None:
        await pilot.press("i")
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
        await settled(pilot)
        found.append(" ".join(text_of(pilot.app).split()))

    drive(lambda: CaseboardApp(lambda: clinic), act, size=size)
    return found[0]


def test_the_order_is_explained_part_by_part() -> None:
    clinic = FakeClinic()
    clinic.parts = PARTS
    clinic.order_tested = [{"is_tested": False, "words": "The order is not tested on this clinic"}]
    clinic.refill()
    seen = why(clinic, "end")
    for words in (
        "Recent use. A negative screen in 2 of 12 weeks",
        "Away. No visit since 1 Mar, 14 days",
        "8.2 points together",
        "whatever the points",
        "The order is not tested on this clinic",
    ):
        assert words in seen
    assert ("client/priority", False) in clinic.ran, "not on the UI's thread"
    assert {"client_id": "C001"} in clinic.given


def test_plain_why_says_what_the_screen_says() -> None:
    clinic = FakeClinic()
    clinic.parts = PARTS
    clinic.order_tested = [{"is_tested": False, "words": "The order is not tested on this clinic"}]
    clinic.refill()
    seen = " ".join(why_text(clinic, "C001", names_hidden=True).split())
    for words in (
        "Away. No visit since 1 Mar, 14 days: 3 points",
        "8.2 points together; more is sooner.",
        "The order is not tested on this clinic",
        "Its own record here",
    ):
        assert words in seen
    clinic.hold = broken
    assert "client/priority: oops." in " ".join(why_text(clinic, "C001", names_hidden=True).split())


def test_a_value_behind_i_is_the_cell_of_the_command_line() -> None:
    row = Row({"t": 0, "l": 1, "b": 2, "n": 3}, (36.7, [-1.0, 0.0], False, None))
    seen = [" ".join(line_text(line).split()) for line in row_lines(row, 40, "x", names_hidden=False)]
    assert seen == ["t 36.7", "l -1, 0", "b false", "n"]
    row = Row({"client_id": 0, "name": 1, "t": 2}, ("C001", "Ann Bell", 1))
    seen = [" ".join(line_text(line).split()) for line in row_lines(row, 40, "A.B.", names_hidden=False)]
    assert seen == ["client A.B.", "t 1"], "who it is stands once"
    row = Row({"clinician": 0, "client_id": 1}, ("Rosa Okafor", "C001"))
    for hidden, named in ((True, "R.O."), (False, "Rosa Okafor")):
        seen = [" ".join(line_text(line).split()) for line in row_lines(row, 40, "x", names_hidden=hidden)]
        assert seen == [f"clinician {named}", "client x"]
    told = (("no_shows", 4, 2, "In a row"), ("days", 7, 7, ""), ("client_id", "C001", None, "Whose"))
    found = Source("rules/x", "X", "", None, "x.sql", "select 1", told)
    assert [line_text(line) for line in parameters(found, 60, "A.B.")] == [
        "Parameters", "no_shows    4", "   changed here; the library says 2", "   In a row",
        "days        7", "client      A.B.",
    ]  # fmt: skip


def broken(asking: Any, name: str) -> None:
    if name == "client/priority":
        raise QueryError("client/priority: oops.")


def test_a_rule_shows_its_own_record_and_what_flatters_it() -> None:
    clinic = FakeClinic()
    clinic.records = [
        {"rule": rule, "same_input": same, "words": words, "definition": f"{rule} of now"}
        for rule, same, words in (
            ("no_shows_in_a_row", True, "met 31 times, 9 had no visit in 28 days"),
            ("dose_gap", False, "met 2 times, 0 left"),
        )
    ]
    clinic.refill()
    seen = why(clinic, "down")
    assert "met 31 times, 9 had no visit in 28 days" in seen
    assert OUTDATED[:40] not in seen
    assert "defined by what the rule itself reads" in seen
    assert "met 2 times" not in seen
    clinic.records[0]["definition"] = "no_shows_in_a_row of then"
    clinic.refill()
    assert OUTDATED[:40] in why(clinic, "down")
    seen = why(clinic, "p")
    assert "Never met in the history" in seen
    assert "Why: Amara Rossi" in seen
    assert "Not known before caseboard evaluate --keep has run" in why(FakeClinic(), "down")


def test_every_record_of_a_rule_is_told_and_points_to_two_places() -> None:
    clinic = FakeClinic()
    clinic.records = [
        {"rule": "dose_gap", "same_input": False, "words": told, "definition": f"dose_gap of {when}"}
        for told, when in (("met 2 times, 0 left", "now"), ("met 3 times, 1 used", "then"))
    ]
    clinic.refill()
    found = order.standing(clinic, "C001", AS_OF)
    assert clinic.given == [{"client_id": "C001"}, {}, {}]
    said = [line_text(line) for line in order.record_lines(found, "dose_gap", 90)]
    assert said == ["", "Its own record here", "met 2 times, 0 left", "met 3 times, 1 used"]
    numbers = (8.234, 8.2, 10, 1, 0.5)
    assert [order.points(number).split()[0] for number in numbers] == ["8.23", "8.2", "10", "1", "0.5"]
    assert (order.points(1), order.points(0.5)) == ("1 point", "0.5 points")


@pytest.mark.parametrize("since", ["now", "then"])
def test_a_record_of_another_order_is_told_as_such_and_once(since: str) -> None:
    clinic, of = FakeClinic(), f"priority of {since}"
    clinic.order_tested = [{"is_tested": True, "words": "AUC .85", "definition": of}]
    clinic.records = [{"rule": "priority", "same_input": False, "words": "31 times", "definition": of}]
    clinic.refill()
    assert gather(clinic, None).order_tested == ("AUC .85" if since == "now" else f"AUC .85. {OUTDATED}")
    found = standing(clinic, "C001", date(2026, 3, 15))
    page = " ".join(line_text(line) for line in order_lines(found, "", 500))
    assert page.count(OUTDATED) == (since == "then")


def test_an_order_that_cannot_be_asked_for_is_a_sentence() -> None:
    clinic = FakeClinic()

    def hold(asking: Any, name: str) -> None:
        if name == "client/priority":
            raise ValueError("[/] broken")

    clinic.hold = hold
    assert "[/] broken" in why(clinic, "end")


def test_hostile_words_are_only_text() -> None:
    clinic = FakeClinic()
    clinic.parts = [{"title": "[red]x", "points": 1.0, "because": "\x1b]0;y\x07 [/]", "priority": 1.0}]
    clinic.order_tested = [{"is_tested": False, "words": "[b]no\x1b[2J"}]
    clinic.refill()
    seen = why(clinic, "end")
    assert "[red]x" in seen
    assert "\x1b" not in seen


@pytest.fixture(scope="module")
def judged(
    tmp_path_factory: pytest.TempPathFactory, sample_db: Path, library: Library
) -> Iterator[OpenClinic]:
    """The sample, evaluated over some weeks, and the record kept."""
    path = Path(shutil.copy(sample_db, tmp_path_factory.mktemp("judged") / "own.duckdb"))
    clinic = Clinic(library, path)
    judging = Clinic(judging_by("no_attendance"), path)
    keep(clinic, evaluate(judging, first=date(2025, 12, 21), last=date(2026, 1, 25), rounds=2))
    kept = OpenClinic(library, path)
    yield kept
    kept.shut()


def test_the_board_says_whether_its_order_was_tested(
    sample: Clinic, judged: Clinic, library: Library
) -> None:
    untested = clinic_text(sample, names_hidden=True)
    assert (
        untested.splitlines()[-1] == "The order is not tested on this clinic; run caseboard evaluate --keep"
    )
    told = " ".join(clinic_text(judged, names_hidden=True).split())
    assert "not tested on this clinic" not in told
    assert "25 Jan 2026" in told
    other = Clinic(library, judged.engine.target, parameters={"no_shows_that_flag": 3})
    for rule, same in (("no_shows_in_a_row", False), ("no_contact", True), ("first_pane", False)):
        assert (other.definition(rule) == judged.definition(rule)) is same, rule
    again = Clinic(library, judged.engine.target, parameters={"craving_that_is_low": 3.0})
    assert again.definition("craving_and_skills") == judged.definition("craving_and_skills"), (
        "the default, told again"
    )
    assert "not tested on this clinic" in clinic_text(judged, date(2026, 1, 24), names_hidden=True)


def test_the_sample_says_why_each_of_three_stands_where_they_stand(judged: Clinic) -> None:
    with judged.asking() as asking:
        board = asking.run("panes/board").records()
    clients = (board[0], board[5], board[20])
    found: list[str] = []

    async def act(pilot: Any) -> None:
        from caseboard.tui.screens.sql import SqlScreen

        screen = pilot.app.board
        for client in clients:
            row = screen.snapshot.client(screen.snapshot.row_of(client["client_id"]))
            pilot.app.push_screen(SqlScreen(screen.snapshot, row, screen._loader.beside()))
            await settled(pilot)
            await pilot.press("end")
            await settled(pilot)
            found.append(" ".join(text_of(pilot.app).split()))

    drive(lambda: CaseboardApp(lambda: judged), act, size=(160, 60))
    assert not any(OUTDATED[:40] in seen for seen in found), "the record was kept by these rules"
    assert all("(weeks to 25 Jan 2026)" in seen for seen in found), "and there is one"
    with judged.asking() as asking:
        for client, seen in zip(clients, found, strict=True):
            assert f"{client['priority']:g} points together" in seen
            parts = asking.run("client/priority", {"client_id": client["client_id"]}).records()
            assert parts
            for part in parts:
                assert part["title"] in seen
