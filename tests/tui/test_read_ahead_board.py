"""The page of the client under the cursor is read while the board is looked at: enter shows it at once."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import date
from itertools import groupby

import pytest

from caseboard.errors import DatabaseError
from caseboard.tui import watching
from caseboard.tui.app import CaseboardApp
from caseboard.tui.screens.client import ClientScreen
from tests.tui.client_fakes import empty, page_clinic, page_results
from tests.tui.fakes import FakeClinic, FakeInfo
from tests.tui.golden import drive, settled, text_of
from tests.tui.test_states import until

LONG = 3600.0


@pytest.fixture
def rest(monkeypatch):
    """A cursor has rested as soon as it has stopped, and nobody looks at the file."""
    monkeypatch.setattr(watching, "SECONDS", LONG)
    monkeypatch.setattr(watching, "REST", 0.01)


@pytest.fixture
def clinic(tmp_path):
    """A clinic with a file."""
    path = tmp_path / "clinic.duckdb"
    path.write_text("one", encoding="utf-8")
    found = page_clinic()
    found.info_now = FakeInfo(target=str(path))
    return found


def read(clinic: FakeClinic) -> list[str]:
    """The clients whose pages were asked for, in order."""
    ids = [str(given["client_id"]) for given in clinic.given if "client_id" in given]
    return [one for one, _ in groupby(ids)]


async def has_read(pilot, clinic: FakeClinic, *ids: str) -> None:
    deadline = time.monotonic() + 20
    while read(clinic) != list(ids) and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    await settled(pilot)
    assert read(clinic) == list(ids)


async def rested(pilot) -> None:
    """Long enough for whatever would be asked to be asked."""
    await asyncio.sleep(0.2)
    await settled(pilot)


def under(pilot) -> str:
    return str(pilot.app.board.panes.selected())


def held(clinic: FakeClinic) -> tuple[threading.Event, threading.Event]:
    """The next question about a client is not answered until the second event is set, or it is stopped; the
    first tells that it was asked.
    """
    begun, gate = threading.Event(), threading.Event()

    def hold(asking, name):
        if name.startswith("client/") and not begun.is_set():
            begun.set()
            for _ in range(2_000):
                if gate.wait(0.01) or asking.interrupted.is_set():
                    return

    clinic.hold = hold
    return begun, gate


def test_the_page_under_the_cursor_is_there_at_once(rest, clinic):
    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        assert all(not on_ui_thread for _, on_ui_thread in clinic.ran)
        gate = clinic.held()
        await pilot.press("enter")
        await pilot.pause()
        seen = text_of(pilot.app)
        assert isinstance(pilot.app.screen, ClientScreen) and pilot.app.screen.client_id == first
        assert "Facts" in seen and "oading" not in seen
        assert read(clinic)[0] == first and first not in read(clinic)[1:]
        gate.set()
        await settled(pilot)
        await pilot.press("right_square_bracket")
        await settled(pilot)
        assert "Facts" in text_of(pilot.app) and pilot.app.screen.client_id != first

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_page_that_is_being_read_is_waited_for_and_not_asked_for_again(rest, clinic):
    async def act(pilot):
        await has_read(pilot, clinic, under(pilot))
        begun, gate = held(clinic)
        await pilot.press("j")
        second = under(pilot)
        assert await asyncio.to_thread(begun.wait, 20)
        await pilot.press("enter")
        await until(pilot, "Loading the page")
        gate.set()
        await until(pilot, "Facts")
        await settled(pilot)
        assert not clinic.interrupts
        assert read(clinic).count(second) == 1

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_cursor_that_goes_on_asks_for_nothing(clinic, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS", LONG)
    monkeypatch.setattr(watching, "REST", LONG)

    async def act(pilot):
        await pilot.press("j", "j", "k")
        await rested(pilot)
        assert not read(clinic)
        await pilot.press("enter")
        await settled(pilot)
        assert "Facts" in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_cursor_that_goes_on_has_not_rested(clinic, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS", LONG)
    monkeypatch.setattr(watching, "REST", 2.0)

    async def act(pilot):
        before = read(clinic)
        until_then = time.monotonic() + 3
        while time.monotonic() < until_then:
            await pilot.press("j", "k")
        assert read(clinic) == before

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_nothing_is_read_beside_a_board_that_is_being_read(rest, clinic):
    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        gate = threading.Event()
        clinic.hold = lambda asking, name: name.startswith("client/") or (gate.wait(20) and None)
        await pilot.press("r", "j")
        await asyncio.sleep(0.2)
        assert read(clinic) == [first]
        gate.set()
        await has_read(pilot, clinic, first, under(pilot))

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_the_row_that_one_comes_back_to_is_read_again(rest, clinic):
    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        await pilot.press("enter")
        await settled(pilot)
        after = read(clinic)
        await pilot.press("escape")
        await has_read(pilot, clinic, *after, first)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_another_row_stops_what_is_being_read(rest, clinic):
    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        begun, _ = held(clinic)
        await pilot.press("j")
        second = under(pilot)
        assert await asyncio.to_thread(begun.wait, 20)
        await pilot.press("k")
        assert clinic.interrupts == 1
        await has_read(pilot, clinic, first, second, first)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_what_was_read_before_the_board_was_asked_for_again_is_dropped(rest, clinic):
    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        clinic.results |= page_results(empty())
        gate = clinic.held()
        await pilot.press("r", "enter")
        await pilot.pause()
        assert "Loading the page" in text_of(pilot.app)
        gate.set()
        await until(pilot, "No flag.")

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_board_that_was_read_again_has_the_page_read_again(rest, clinic):
    async def act(pilot):
        await has_read(pilot, clinic, under(pilot))
        asked = len(clinic.given)
        await pilot.press("r")
        await settled(pilot)
        await rested(pilot)
        assert [given["client_id"] for given in clinic.given[asked:] if given][:1] == [under(pilot)]

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_page_that_could_not_be_read_ahead_is_asked_for_when_it_is_opened(rest, clinic):
    said = "The disk is gone."

    def hold(asking, name):
        if name.startswith("client/"):
            raise DatabaseError(said)

    clinic.hold = hold

    async def act(pilot):
        await has_read(pilot, clinic, under(pilot))
        seen = text_of(pilot.app)
        assert said not in seen and "not up to date" not in seen
        await pilot.press("enter")
        await settled(pilot)
        assert said in text_of(pilot.app)
        await pilot.press("escape")
        clinic.hold = lambda asking, name: None
        await pilot.press("enter")
        await settled(pilot)
        assert "Facts" in text_of(pilot.app) and said not in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_nothing_is_read_beside_a_board_that_could_not_be_read_again(rest, clinic):
    def gone(asking, name):
        raise DatabaseError("The disk is gone.")

    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        clinic.hold = gone
        await pilot.press("r")
        await until(pilot, "The disk is gone.")
        await pilot.press("j")
        await rested(pilot)
        assert read(clinic) == [first]

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_an_address_is_not_read_ahead(rest, clinic):
    clinic.info_now = FakeInfo(target="md:clinic")

    async def act(pilot):
        await rested(pilot)
        assert not read(clinic)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_the_page_is_of_the_day_of_the_board(rest, clinic):
    day = date(2026, 3, 8)
    then = clinic.others[day] = page_clinic()
    then.info_now, then.as_of = clinic.info_now, day
    then.refill()
    then.results |= page_results(empty())

    async def act(pilot):
        await has_read(pilot, clinic, under(pilot))
        await pilot.press("a", *"-7", "enter")
        await has_read(pilot, then, under(pilot))
        gate = then.held()
        await pilot.press("enter")
        await until(pilot, "No flag.")
        gate.set()

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_nothing_is_read_under_a_page_of_help(clinic, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS", LONG)
    monkeypatch.setattr(watching, "REST", 0.3)

    async def act(pilot):
        first = under(pilot)
        await has_read(pilot, clinic, first)
        await pilot.press("j", "f1")
        await asyncio.sleep(0.5)
        await settled(pilot)
        assert read(clinic) == [first]
        await pilot.press("escape")
        await has_read(pilot, clinic, first, under(pilot))
        asked = len(clinic.given)
        await pilot.press("f1", "escape")
        await asyncio.sleep(0.5)
        await settled(pilot)
        assert len(clinic.given) == asked, "it is there"

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_who_is_opened_before_the_row_is_looked_at_is_asked_for(rest, clinic):
    async def act(pilot):
        board, first = pilot.app.board, under(pilot)
        await has_read(pilot, clinic, first)
        board.panes.go_to("C005")
        board.action_open()
        await settled(pilot)
        assert read(clinic)[:2] == [first, "C005"]
        assert pilot.app.screen.client_id == "C005" and "Facts" in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_who_leaves_stops_it(rest, clinic):
    async def act(pilot):
        await has_read(pilot, clinic, under(pilot))
        begun, _ = held(clinic)
        await pilot.press("j")
        assert await asyncio.to_thread(begun.wait, 20)
        await pilot.press("q")
        await pilot.pause()

    drive(lambda: CaseboardApp(lambda: clinic), act)
    assert clinic.interrupts == 1
