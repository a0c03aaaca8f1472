"""The next client's page is read while one is looked at: `]` shows it at once, and nothing out of date."""

from __future__ import annotations

import asyncio
import threading
from itertools import groupby

from caseboard.errors import DatabaseError, QueryError
from caseboard.tui.screens.client import ClientScreen
from tests.tui.client_fakes import PageApp, empty, full, page_clinic, page_results
from tests.tui.fakes import FakeClinic, FakeInfo
from tests.tui.golden import drive, settled, text_of
from tests.tui.test_states import until

ORDER = ("C001", "C002", "C003")


def read(clinic: FakeClinic) -> list[str]:
    """The clients whose pages were asked for, in order."""
    ids = [str(given["client_id"]) for given in clinic.given if "client_id" in given]
    return [one for one, _ in groupby(ids)]


def page(clinic: FakeClinic, client_id: str = "C001") -> PageApp:
    return PageApp(clinic, client_id, ORDER)


def test_the_next_page_is_there_at_once_and_is_read_once():
    clinic = page_clinic()

    async def act(pilot):
        screen = pilot.app.screen
        assert read(clinic) == ["C001", "C002"]
        gate = clinic.held()
        for column in screen.query("Sections"):
            column.scroll_to(0, 20, animate=False, immediate=True)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        seen = text_of(pilot.app)
        assert screen.client_id == "C002"
        assert "Facts" in seen and "oading" not in seen
        assert [column.scroll_offset.y for column in screen.query("Sections")] == [0, 0, 0]
        gate.set()
        await settled(pilot)
        assert read(clinic) == ["C001", "C002", "C003"]

    drive(lambda: page(clinic), act)


def test_on_the_way_back_it_is_the_one_before():
    clinic = page_clinic()

    async def act(pilot):
        await pilot.press("left_square_bracket")
        await settled(pilot)
        assert read(clinic) == ["C003", "C002", "C001"]  # there is none after C003
        await pilot.press("left_square_bracket", "left_square_bracket")
        await settled(pilot)
        assert pilot.app.screen.client_id == "C001"
        assert read(clinic) == ["C003", "C002", "C001"]
        assert "There is no further client" in text_of(pilot.app)

    drive(lambda: page(clinic, "C003"), act)


def test_a_page_that_is_just_being_read_is_waited_for_and_not_asked_for_again():
    clinic = page_clinic()
    begun, gate = threading.Event(), threading.Event()

    def hold(asking, name):
        if clinic.given[-1].get("client_id") == "C002" and not begun.is_set():
            begun.set()
            gate.wait(20)

    async def act(pilot):
        clinic.hold = hold
        await pilot.press("r")
        assert await asyncio.to_thread(begun.wait, 20)
        await pilot.press("right_square_bracket")
        await until(pilot, "Loading the page")
        gate.set()
        await settled(pilot)
        assert "Facts" in text_of(pilot.app)
        assert not clinic.interrupts
        assert read(clinic) == ["C001", "C002", "C001", "C002", "C003"]

    drive(lambda: page(clinic), act)


def test_what_was_read_before_the_file_changed_is_dropped():
    clinic = page_clinic()

    async def act(pilot):
        screen = pilot.app.screen
        clinic.results |= page_results(empty())
        gate = clinic.held()
        screen.clinic_changed()
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "Loading the page" in text_of(pilot.app)
        gate.set()
        await until(pilot, "No flag.")

    drive(lambda: page(clinic), act)


def test_a_page_that_cannot_be_read_ahead_says_why_only_when_it_is_looked_at():
    clinic = page_clinic()
    said = "The disk is gone."

    def hold(asking, name):
        if clinic.given[-1].get("client_id") == "C002":
            raise DatabaseError(said)

    async def act(pilot):
        clinic.hold = hold
        await pilot.press("r")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert said not in seen and "not up to date" not in seen and "loading" not in seen
        await pilot.press("right_square_bracket")
        await settled(pilot)
        assert said in text_of(pilot.app)
        clinic.hold = lambda asking, name: None
        await pilot.press("r")
        await settled(pilot)
        assert said not in text_of(pilot.app) and "Facts" in text_of(pilot.app)

    drive(lambda: page(clinic), act)


def test_a_query_that_failed_ahead_leaves_its_section_empty_there_alone():
    clinic = page_clinic()

    def hold(asking, name):
        if clinic.given[-1].get("client_id") == "C002" and name == "client/goals":
            raise QueryError("client/goals: oops.")

    async def act(pilot):
        clinic.hold = hold
        await pilot.press("r")
        await settled(pilot)
        assert "oops" not in text_of(pilot.app)
        await pilot.press("right_square_bracket")
        await settled(pilot)
        await pilot.press("8", "i")
        await settled(pilot)
        assert "client/goals: oops." in text_of(pilot.app)

    drive(lambda: page(clinic), act)


def test_another_client_than_the_one_read_ahead_is_asked_for():
    clinic = page_clinic()

    async def act(pilot):
        await pilot.press("left_square_bracket")
        await settled(pilot)
        assert pilot.app.screen.client_id == "C001"
        assert read(clinic) == ["C002", "C003", "C001"]
        assert "Facts" in text_of(pilot.app)

    drive(lambda: page(clinic, "C002"), act)


def test_the_page_alone_of_its_order_reads_nothing_ahead():
    clinic = page_clinic(full())

    async def act(pilot):
        assert isinstance(pilot.app.screen, ClientScreen)
        assert read(clinic) == ["C001"]

    drive(lambda: PageApp(clinic, "C001"), act)


def test_from_an_address_nothing_is_read_ahead():
    clinic = page_clinic()
    clinic.info_now = FakeInfo(target="md:clinic")

    async def act(pilot):
        assert read(clinic) == ["C001"]
        await pilot.press("right_square_bracket")
        await settled(pilot)
        assert "Facts" in text_of(pilot.app)
        assert read(clinic) == ["C001", "C002"]

    drive(lambda: page(clinic), act)


def test_who_leaves_stops_what_is_read_ahead():
    clinic = page_clinic()
    begun = threading.Event()

    def hold(asking, name):
        if clinic.given[-1].get("client_id") == "C002":
            begun.set()
            asking.interrupted.wait(20)

    async def act(pilot):
        clinic.hold = hold
        await pilot.press("r")
        assert await asyncio.to_thread(begun.wait, 20)
        await pilot.press("left_square_bracket")
        assert not clinic.interrupts, "there is none before the first"
        await pilot.press("q")
        await pilot.pause()

    drive(lambda: page(clinic), act)
    assert clinic.interrupts == 1
