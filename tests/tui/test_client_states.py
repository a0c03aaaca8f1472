"""A client's page that is loading, fails, lacks a query, is closed, or whose answer comes late."""

from __future__ import annotations

import asyncio
import threading

from caseboard.errors import DatabaseError, QueryError
from caseboard.tui.app import CaseboardApp
from caseboard.tui.called import client_name
from caseboard.tui.messages import ClientLoaded, LoadFailed
from tests.tui.client_fakes import PageApp, empty, full, on, page_clinic, page_results
from tests.tui.golden import drive, pinned, same_as_golden, settled, shown, text_of
from tests.tui.test_states import LOCKED, until

SIZES = (("80x24", (80, 24)), ("120x40", (120, 40)))


def fail(error: Exception, only: str = "client/"):
    def hold(asking, name):
        if name.startswith(only):
            raise error

    return hold


def test_loading_blocks_no_key_and_asks_off_the_ui_thread():
    for name, size in SIZES:
        clinic = page_clinic()
        gate = clinic.held()

        async def main(clinic=clinic, gate=gate, name=name, size=size):
            pinned()
            async with PageApp(clinic).run_test(size=size) as pilot:
                await until(pilot, "Loading the page")
                seen = await until(pilot, "esc back")  # the footer is painted a little later
                assert not any(word in seen for word in ("section", "zoom", "source", "why not"))
                same_as_golden(f"client-loading-{name}.txt", seen)
                await pilot.press("question_mark")
                await until(pilot, "Signs")
                await pilot.press("escape", "tab", "4", "i", "z", "w")
                await until(pilot, "Loading the page")
                gate.set()
                await until(pilot, "A.R.")
                await until(pilot, "Facts")
                await until(pilot, "tab section  z zoom  i source  w why not")
            assert clinic.ran
            assert all(not on_ui_thread for _, on_ui_thread in clinic.ran)

        asyncio.run(main())


def test_while_a_page_is_loading_the_boards_note_can_be_copied():
    clinic = page_clinic()

    async def main():
        pinned()
        made = PageApp(clinic)
        async with made.run_test(size=(120, 40), notifications=True) as pilot:
            await until(pilot, "Facts")
            await settled(pilot)
            gate = clinic.held()
            made.screen._go_to("C002")
            await until(pilot, "Loading the page")
            await pilot.press("y")
            await until(pilot, "Copied: a note about")
            gate.set()

    asyncio.run(main())


def test_an_error_is_a_sentence_and_r_tries_again():
    for name, size in SIZES:
        clinic = page_clinic()
        clinic.hold = fail(DatabaseError(LOCKED))

        async def act(pilot, clinic=clinic, name=name):
            seen = text_of(pilot.app)
            assert LOCKED in " ".join(seen.split())
            assert "esc goes back" in seen
            same_as_golden(f"client-error-{name}.txt", seen)
            clinic.hold = lambda asking, name: None
            await pilot.press("r")
            await settled(pilot)
            assert "Facts" in text_of(pilot.app)

        drive(lambda clinic=clinic: PageApp(clinic), act, size)


def test_a_bug_is_a_sentence_too():
    clinic = page_clinic()
    clinic.hold = fail(KeyError("[/] oops"))
    seen = shown(lambda: PageApp(clinic))
    assert "The page could not be made: KeyError: '[/] oops'" in seen


def test_an_error_leaves_the_page_and_says_that_it_is_old():
    clinic = page_clinic()

    async def act(pilot):
        clinic.hold = fail(DatabaseError(LOCKED))
        await pilot.press("r")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert "not up to date" in seen
        told = f"What you see is the page as it was before; r tries again. {LOCKED}"
        assert told in " ".join(seen.split())
        assert "PHQ-9" in seen

    drive(lambda: PageApp(clinic), act)


def test_the_banner_says_that_the_page_is_old_before_it_says_why():
    clinic = page_clinic()

    async def act(pilot):
        clinic.hold = fail(DatabaseError("The disk is gone"))
        await pilot.press("r")
        await settled(pilot)
        seen = " ".join(text_of(pilot.app).split())
        assert "! What you see is the page as it was before; r tries again. The disk is gone" in seen

    drive(lambda: PageApp(clinic), act)


def test_a_query_that_fails_empties_its_own_section_only():
    clinic = page_clinic()
    clinic.hold = fail(QueryError("client/goals: there is no column 'level'."), "client/goals")
    seen = " ".join(shown(lambda: PageApp(clinic), "8", size=(80, 24)).split())
    assert "PHQ-9" in " ".join(shown(lambda: PageApp(clinic)).split())
    assert "! The query failed: client/goals: there is no column 'level'." in seen
    behind = " ".join(shown(lambda: PageApp(clinic), "8", "i").split())
    assert "Goals: failed" in behind
    assert "! The query failed: client/goals" in behind
    assert "The rows" not in behind, "nothing was asked with success"


def test_flags_of_which_no_answer_is_known_say_so():
    clinic = page_clinic()
    clinic.hold = fail(QueryError("client/flags: oops."), "client/flags")
    seen = " ".join(shown(lambda: PageApp(clinic), "2", "f", size=(80, 24)).split())
    said = "! Whether they were answered is not known. The query failed: client/flags: oops."
    assert said in seen
    assert "!!" not in seen.partition(said)[2]
    assert "answered: not known" in seen


def test_a_query_that_the_library_lacks_is_said():
    clinic = page_clinic()
    clinic.library.unknown = {"client/goals", "client/why", "client/score_history", "client/flags"}
    for key, name in (("4", "score_history"), ("8", "goals"), ("0", "why")):
        seen = " ".join(shown(lambda: PageApp(clinic), key, size=(80, 24)).split())
        assert f"Not available: this library has no query client/{name}." in seen
    assert all(f"client/{name}" not in ran for name in ("goals", "why") for ran, _ in clinic.ran)


def test_a_client_who_is_no_longer_open_is_a_sentence():
    clinic = page_clinic({})
    seen = shown(lambda: PageApp(clinic, "C001"))
    assert "C001 has no open episode as of Sun 15 Mar 2026." in seen
    assert {name for name, _ in clinic.ran if name.startswith("client/")} == {
        "client/overview",
        "client/identity",
    }
    assert "Doe" not in shown(lambda: PageApp(page_clinic({}), "Doe, Jane")), "an id may be a name"


def test_feeds_that_have_stopped_are_a_banner():
    clinic = page_clinic()
    clinic.stale = [{"table_name": "attendance", "through": on(1), "days_old": 14}]
    clinic.refill()
    clinic.results |= page_results(full())
    for name, size in (("client-stale-80x24.txt", (80, 24)), ("client-stale-120x40.txt", (120, 40))):
        seen = shown(lambda: PageApp(clinic), size=size)
        same_as_golden(name, seen)
        assert "! Nothing was entered: attendance since 1 Mar" in seen


def test_what_answers_an_older_request_is_dropped():
    async def act(pilot):
        screen = pilot.app.screen
        before = text_of(pilot.app)
        screen.post_message(LoadFailed(1, "late failure"))
        screen.post_message(ClientLoaded(1, None))
        await settled(pilot)
        assert text_of(pilot.app) == before
        screen._asked.post_message(LoadFailed(1, "a failure of now"))
        await settled(pilot)
        assert "a failure of now" in text_of(pilot.app)

    drive(lambda: PageApp(page_clinic()), act)


def test_another_client_interrupts_the_first_whose_late_answer_is_dropped():
    clinic = page_clinic()
    started, gate = threading.Event(), threading.Event()

    async def main():
        pinned()
        app = PageApp(clinic, "C001", ("C001", "C002"))

        def hold(asking, name):
            if name == "client/overview" and not started.is_set():
                started.set()
                gate.wait(20)
                asking.interrupted.clear()  # as if the interrupt came too late

        clinic.hold = hold
        async with app.run_test(size=(120, 40)) as pilot:
            while not started.is_set():
                await asyncio.sleep(0.01)
            clinic.results |= page_results(empty())
            await pilot.press("right_square_bracket")
            await until(pilot, "No flag.")
            assert clinic.interrupts == 1
            clinic.results |= page_results(full())
            gate.set()
            await settled(pilot)
            assert "No flag." in text_of(pilot.app)

    asyncio.run(main())


def test_leaving_interrupts_what_is_asked_and_leaves_the_board_alone():
    clinic = page_clinic()

    def hold(asking, name):
        if name.startswith("client/"):
            asking.interrupted.wait(20)

    clinic.hold = hold

    async def main():
        pinned()
        async with PageApp(clinic).run_test(size=(120, 40)) as pilot:
            await until(pilot, "Loading the page")
            await pilot.press("escape")
            await until(pilot, "Needs more intensity · 3")

    asyncio.run(main())
    assert clinic.interrupts == 1


def test_a_page_that_is_opened_from_the_board_is_titled_as_the_row_while_it_loads():
    clinic = page_clinic()

    async def main():
        pinned()
        async with CaseboardApp(lambda: clinic).run_test(size=(80, 24)) as pilot:
            await until(pilot, "Needs more intensity")
            _, row, _ = pilot.app.board.selected()
            gate = clinic.held()
            await pilot.press("enter")
            title = (await until(pilot, "Loading the page")).splitlines()[0]
            gate.set()
            assert title.split()[0] == client_name(row, names_hidden=True) != row["client_id"]

    asyncio.run(main())
