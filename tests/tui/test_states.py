"""Loading, errors, empty clinics, answers that come late."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import date

import pytest

from caseboard.errors import DatabaseError, RequestError
from caseboard.tui.app import CaseboardApp
from caseboard.tui.client.gather import gather_client
from caseboard.tui.gather import gather
from caseboard.tui.loader import Loader, Stale
from caseboard.tui.messages import BoardLoaded, LoadFailed
from caseboard.tui.plain import clinic_text
from caseboard.tui.states import stopped
from tests.tui.client_fakes import page_clinic
from tests.tui.fakes import AS_OF, FakeAsking, FakeClinic, FakeInfo, result
from tests.tui.golden import drive, pinned, same_as_golden, settled, shown, text_of

LOCKED = "The database /srv/clinic.duckdb is locked by another program (PID 4711); try again in a moment."


def app(clinic: FakeClinic, **more) -> CaseboardApp:
    return CaseboardApp(lambda: clinic, **more)


def failing(error: Exception) -> FakeClinic:
    clinic = FakeClinic()

    def fail(asking, name):
        raise error

    clinic.hold = fail
    return clinic


def test_a_query_that_fails_is_a_sentence():
    for name, size in (("error-80x24.txt", (80, 24)), ("error-120x40.txt", (120, 40))):
        seen = shown(lambda: app(failing(DatabaseError(LOCKED))), size=size)
        assert LOCKED in " ".join(seen.split())
        assert "r tries again" in seen
        assert " filter" not in seen, "no key is offered that could do nothing"
        same_as_golden(name, seen)


def test_a_clinic_that_cannot_be_opened_is_a_sentence():
    def open_clinic():
        raise RequestError("There is no database at nowhere.duckdb; import one first.")

    seen = shown(lambda: CaseboardApp(open_clinic))
    assert "There is no database at nowhere.duckdb; import one first." in seen


def test_where_the_date_lies_ahead_another_can_be_chosen():
    """The board said so, and the key that leads out of it was not told and did nothing."""

    async def act(pilot):
        seen = text_of(pilot.app)
        assert "Wed 1 Apr 2026 lies after Sun 15 Mar 2026, the last day that can be looked at." in seen
        assert "a goes to another date, r tries again, q quits." in seen
        await pilot.press("a")
        await settled(pilot)
        assert "As of" in text_of(pilot.app)
        await pilot.press(*"2026-03-16", "enter")
        await settled(pilot)
        assert "Mon 16 Mar 2026 lies after" in text_of(pilot.app)
        await pilot.press("escape", "a", *"-0", "enter")
        await settled(pilot)
        assert "A.R." in text_of(pilot.app)
        assert "lies after" not in text_of(pilot.app)

    drive(lambda: app(FakeClinic(), as_of=date(2026, 4, 1)), act)


def test_a_bug_is_a_sentence_too():
    seen = shown(lambda: app(failing(KeyError("[/] oops"))))
    assert "The board could not be made: KeyError: '[/] oops'" in seen
    assert "Traceback" not in seen


def test_after_an_error_r_tries_again():
    clinic = failing(DatabaseError(LOCKED))

    async def act(pilot):
        clinic.hold = lambda asking, name: None
        await pilot.press("r")
        await settled(pilot)
        assert "A.R." in text_of(pilot.app)
        assert "PID" not in text_of(pilot.app)

    drive(lambda: app(clinic), act)


@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_an_error_leaves_the_board_and_says_that_it_is_old(size):
    clinic = FakeClinic()

    async def act(pilot):
        clinic.hold = failing(DatabaseError(LOCKED)).hold
        await pilot.press("r")
        await settled(pilot)
        seen = text_of(pilot.app)
        same_as_golden(f"error-over-board-{size}.txt", seen)
        assert "A.R." in seen
        assert "not up to date" in seen
        told = f"What you see is the board as it was before; r tries again. {LOCKED}"
        assert told in " ".join(seen.split())

    columns, lines = map(int, size.split("x"))
    drive(lambda: app(clinic), act, (columns, lines))


def test_an_error_and_feeds_that_stopped_are_both_told_in_the_smallest_terminal():
    """What was cut off without a mark was that the board is an old one, and every feed that had stopped."""
    clinic = FakeClinic()
    clinic.stale = [{"table_name": "attendance", "through": date(2026, 3, 1), "days_old": 14}]
    clinic.refill()
    reason = (
        "The database /srv/clinics/east/clinic.duckdb is in use by process 4711 (/usr/local/bin/python3.11), "
        "and still was after 5 seconds; try again when it has finished."
    )
    old = "What you see is the board as it was before; r tries again."

    async def act(pilot):
        clinic.hold = failing(DatabaseError(reason)).hold
        await pilot.press("r")
        await settled(pilot)
        seen = " ".join(text_of(pilot.app).split())
        assert old in seen
        assert "! Nothing was entered: attendance since 1 Mar (14 days). On" in seen
        assert "4 Holding course" in seen, "each pane keeps a line"
        clinic.stale = []
        clinic.hold = lambda asking, name: None
        clinic.refill()
        await pilot.press("r")
        await settled(pilot)
        clinic.hold = failing(DatabaseError(reason)).hold
        await pilot.press("r")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert f"{old} {reason[:60]}" in " ".join(seen.split())
        assert seen.splitlines()[4].rstrip().endswith("…"), "what is cut is marked"

    drive(lambda: app(clinic), act, (60, 15))


def test_an_error_where_nobody_stood_is_told_once():
    clinic = FakeClinic([])

    async def act(pilot):
        clinic.hold = failing(DatabaseError(LOCKED)).hold
        await pilot.press("r")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert seen.count("is locked by another") == 1
        assert "What you see is the board" not in seen
        assert "not up to date" in seen

    drive(lambda: app(clinic), act)


def test_a_board_of_nobody_is_not_said_to_be_of_older_data():
    clinic = FakeClinic([])
    clinic.stale = [{"table_name": "attendance", "through": None, "days_old": None}]
    clinic.refill()
    seen = shown(lambda: app(clinic))
    assert "Nothing was entered: attendance (never)." in seen
    assert "older data" not in seen
    assert "older data" not in clinic_text(clinic, names_hidden=True)


def test_an_empty_clinic_says_so():
    for name, size in (("empty-80x24.txt", (80, 24)), ("empty-120x40.txt", (120, 40))):
        seen = shown(lambda: app(FakeClinic([])), size=size)
        assert "No open clients as of Sun 15 Mar 2026." in seen
        same_as_golden(name, seen)


def test_i_without_a_client_does_nothing():
    assert "No open clients" in shown(lambda: app(FakeClinic([])), "i")


def test_another_date_is_said():
    clinic = FakeClinic()
    clinic.as_of = date(2026, 2, 22)
    clinic.info_now = FakeInfo()
    clinic.refill()
    seen = shown(lambda: app(clinic, as_of=date(2026, 2, 22)))
    assert "as of Sun 22 Feb 2026 ·  not the usual 15 Mar" in seen


async def until(pilot, text: str) -> str:
    """Wait until a text is on screen; a slow machine gets its time."""
    deadline = time.monotonic() + 20
    while True:
        await pilot.pause()
        seen = text_of(pilot.app)
        if text in seen or time.monotonic() > deadline:
            assert text in seen
            return seen
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_a_slow_query_blocks_no_key(size):
    columns, lines = map(int, size.split("x"))
    clinic = FakeClinic()
    gate = clinic.held()

    async def main():
        pinned()
        made = app(clinic)
        async with made.run_test(size=(columns, lines)) as pilot:
            seen = await until(pilot, "Loading the board")
            same_as_golden(f"loading-{size}.txt", seen)
            await pilot.press("question_mark")
            await until(pilot, "a safety flag that nobody")
            await pilot.press("escape")
            await until(pilot, "Loading the board")
            gate.set()
            await until(pilot, "A.R.")
        assert all(not on_ui_thread for _, on_ui_thread in clinic.ran)

    asyncio.run(main())


@pytest.mark.parametrize(
    ("keys", "sees", "chosen"),
    [
        (["2"], "4 Holding course · 3", 1),
        (["s"], "Sorted by client, A to Z", 0),
        (["slash", *"zzz"], "hides unanswered safety: 1, 0 of 9", 0),
        (["slash", *"zzz", "enter"], "Filter “zzz” · 0 of 9", 0),
        (["2", "slash", *"zzz", "escape"], "4 Holding course · 3", 1),
    ],
)
@pytest.mark.parametrize("waits", [True, False])
def test_keys_pressed_while_the_board_is_loading_hold_when_it_is_there(keys, sees, chosen, waits):
    clinic = FakeClinic()
    gate = clinic.held()

    async def main():
        pinned()
        made = app(clinic)
        async with made.run_test(size=(120, 40)) as pilot:
            await until(pilot, "Loading the board")
            await pilot.press(*keys)
            if waits:
                await pilot.pause(0.3)  # longer than a filter waits for the next key
            assert " of 0" not in text_of(pilot.app)
            gate.set()
            await until(pilot, sees)
            await settled(pilot)
            assert made.board.panes.current == chosen

    asyncio.run(main())


def test_what_is_typed_while_the_board_is_loading_goes_where_it_cannot_be_shown():
    clinic = FakeClinic()
    gate = threading.Event()

    def hold(asking, name):
        gate.wait(20)
        raise RequestError("No, it cannot be read.")

    clinic.hold = hold

    async def main():
        pinned()
        made = app(clinic)
        async with made.run_test(size=(120, 40)) as pilot:
            await until(pilot, "Loading the board")
            await pilot.press("slash", *"ola")
            await until(pilot, "Filter ola")
            gate.set()
            await until(pilot, "No, it cannot be read.")
            await settled(pilot)
            assert made.board.prompt is None
            assert "Filter" not in text_of(pilot.app)

    asyncio.run(main())


def test_a_newer_request_interrupts_the_older_one_whose_late_answer_is_dropped():
    clinic = FakeClinic()
    started, gate = threading.Event(), threading.Event()

    async def main():
        pinned()
        made = app(clinic)
        async with made.run_test(size=(120, 40)) as pilot:
            await until(pilot, "A.R.")
            old = clinic.results["panes/board"]

            def hold(asking, name):
                if not started.is_set():
                    started.set()
                    gate.wait(20)
                    asking.interrupted.clear()  # as if the interrupt came too late

            clinic.hold = hold
            await pilot.press("r")
            while not started.is_set():
                await asyncio.sleep(0.01)
            clinic.clients = clinic.clients[:2]
            clinic.refill()
            await pilot.press("r")
            await until(pilot, " 2 open")
            assert clinic.interrupts == 1
            clinic.results["panes/board"] = old
            gate.set()
            await settled(pilot)
            assert " 2 open" in text_of(pilot.app)

    asyncio.run(main())


def test_a_thread_that_is_stale_gives_up_and_takes_no_newer_ones_place():
    made, older, newer = Loader(FakeClinic), *(FakeAsking(FakeClinic(), AS_OF) for _ in range(2))
    first = made.cancel()
    made._running(first, older)
    second = made.cancel()
    assert older.interrupted.is_set()
    with pytest.raises(Stale):
        made._running(first, older)
    made._running(second, newer)
    made._running(first, None)  # the older one has come to its end
    assert made.cancel() == second + 1
    assert newer.interrupted.is_set(), "it was still the one to stop"
    made._running(second + 1, newer)
    made._running(second + 1, None)
    newer.interrupted.clear()
    made.cancel()
    assert not newer.interrupted.is_set(), "nothing ran any more"


def test_a_screen_drops_what_answers_an_older_request():
    clinic = FakeClinic()

    async def act(pilot):
        screen = pilot.app.screen
        before = text_of(pilot.app)
        number = screen._loader.number
        screen.post_message(LoadFailed(number - 1, "late failure"))
        screen.post_message(BoardLoaded(number - 1, None, None))
        await settled(pilot)
        assert text_of(pilot.app) == before
        screen.post_message(LoadFailed(number, "a failure of now"))
        await settled(pilot)
        assert "a failure of now" in text_of(pilot.app)

    drive(lambda: app(clinic), act)


def test_leaving_interrupts_a_query():
    clinic = FakeClinic()
    clinic.hold = lambda asking, name: asking.interrupted.wait(20) and None
    begun = time.monotonic()

    async def main():
        pinned()
        made = app(clinic)
        async with made.run_test(size=(80, 24)) as pilot:
            await until(pilot, "Loading the board")
            await pilot.press("q")

    asyncio.run(main())
    assert clinic.interrupts == 1
    assert time.monotonic() - begun < 15


def test_feeds_that_have_stopped_are_one_banner():
    clinic = FakeClinic()
    clinic.stale = [
        {"table_name": "attendance", "through": date(2026, 3, 1), "days_old": 14},
        {"table_name": "daily_logs", "through": date(2025, 12, 30), "days_old": 75},
    ]
    clinic.refill()
    sentence = (
        "Nothing was entered: attendance since 1 Mar (14 days), daily logs since 30 Dec 2025 (75 days)."
    )
    assert sentence in " ".join(clinic_text(clinic, names_hidden=True).split())

    for name, size in (("stale-80x24.txt", (80, 24)), ("stale-120x40.txt", (120, 40))):
        seen = shown(lambda: app(clinic), size=size)
        same_as_golden(name, seen)
        assert sentence in " ".join(seen.replace("!", "").split())
    assert "Nothing was entered" not in shown(lambda: app(FakeClinic()))


def test_a_feed_that_has_stopped_or_never_began_has_one_sentence_on_board_and_page():
    clinic = page_clinic()
    clinic.stale = [{"table_name": "attendance", "through": None, "days_old": None}]
    clinic.results["panes/stale_feed"] = result(("table_name", "through", "days_old"), clinic.stale)
    board, page = gather(clinic, None), gather_client(clinic, "C001", None)
    assert stopped(board) == stopped(page)
    assert stopped(board).startswith("Nothing was entered: attendance (never). On older data,")
    assert "panes and criteria still change with the date" in stopped(board)
    assert stopped(None) == ""


def test_a_rule_that_lacks_data_is_said_beside_the_flags():
    clinic = FakeClinic()
    first = clinic.clients[0]["client_id"]
    rule = {"rule": "craving_rise", "title": "Craving has [/] risen", "client_id": first}
    clinic.not_judged = [rule | {"evidence": "logged on 3 of 7 [/] days"}]
    clinic.refill()
    seen = shown(lambda: app(clinic))
    assert "?  not enough data to say:" in seen
    assert "[/] risen" in seen
    assert "logged on 3 of 7 [/] days" in seen
    assert "not enough data" not in shown(lambda: app(FakeClinic()))
