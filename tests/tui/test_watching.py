"""The board is read again when the file has changed, and only then."""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import replace
from datetime import date

import pytest

from caseboard.errors import DatabaseError
from caseboard.files import stamp
from caseboard.tui import arrange, grid, loader, watching
from caseboard.tui.app import CaseboardApp
from caseboard.tui.gather import BOARD
from tests.tui.client_fakes import PageApp, full, page_clinic, page_results
from tests.tui.fakes import FakeClinic, FakeInfo
from tests.tui.golden import drive, text_of


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(watching, "SECONDS", 0.05)
    monkeypatch.setattr(watching, "REST", 3600)


@pytest.fixture
def path(tmp_path):
    """The file of a clinic, as far as anybody looks at it."""
    found = tmp_path / "clinic.duckdb"
    found.write_text("one", encoding="utf-8")
    return found


def watched(clinic, path):
    clinic.info_now = FakeInfo(target=str(path))
    return clinic


async def until(pilot, true):
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
        await pilot.pause()
    assert true()


def test_a_file_that_has_changed_is_read_again(path):
    clinic = watched(FakeClinic(), path)

    async def act(pilot):
        await pilot.press("4", "down")
        clinic.clients = [row for row in clinic.clients if row["client_id"] != "C001"]
        clinic.refill()
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == len(BOARD), "nothing has changed on disk"
        path.write_text("another", encoding="utf-8")
        await until(pilot, lambda: " 8 open" in text_of(pilot.app))
        assert pilot.app.screen.panes.selected() == "C008", "the cursor stays on its client"
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == 2 * len(BOARD), "once for a change"
        path.with_name("clinic.duckdb.wal").write_text("log", encoding="utf-8")
        await until(pilot, lambda: len(clinic.ran) == 3 * len(BOARD))
        assert all(not on_ui_thread for _, on_ui_thread in clinic.ran)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_the_usual_board_is_asked_for_again_only_when_the_file_has_changed(path, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS", 3600)
    clinic = watched(FakeClinic(), path)
    then = clinic.others[date(2026, 3, 8)] = watched(FakeClinic(), path)
    then.as_of = date(2026, 3, 8)
    then.refill()

    async def boards(pilot, *keys):
        """Press the keys; how many boards of then and of now were asked for."""
        before = len(then.ran), len(clinic.ran)
        await pilot.press(*keys)
        await until(pilot, lambda: not pilot.app.screen._loading)
        return (len(then.ran) - before[0]) / len(BOARD), (len(clinic.ran) - before[1]) / len(BOARD)

    async def act(pilot):
        assert await boards(pilot, "a", *"-7", "enter") == (1, 0), "today's is known"
        assert "not the usual" in text_of(pilot.app)
        assert await boards(pilot, "a", "ctrl+u", "enter") == (0, 0), "back to what has not changed"
        assert "not the usual" not in text_of(pilot.app)
        assert await boards(pilot, "r") == (0, 1), "who asks again is answered again"
        path.write_text("two", encoding="utf-8")
        assert await boards(pilot, "a", *"-7", "enter") == (1, 1)
        path.write_text("three", encoding="utf-8")
        assert await boards(pilot, "a", "ctrl+u", "enter") == (0, 1)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_board_is_kept_only_for_its_own_day_and_while_the_file_is_the_same(path):
    clinic, day = watched(FakeClinic(), path), date(2026, 3, 8)
    then = clinic.others[day] = watched(FakeClinic(), path)
    then.as_of = day
    then.refill()
    first = loader._board(None, None, clinic, 1).usual
    again = loader._board(None, first, clinic, 1)
    assert (again.snapshot, again.usual, again.changes) == (first, first, None)
    other = loader._board(day, first, clinic, 1)
    assert (other.snapshot.as_of, other.usual, other.changes) == (day, first, ())
    assert loader._board(None, other.snapshot, clinic, 1).snapshot.as_of == first.as_of, "of another day"
    asked = len(clinic.ran)
    path.write_text("another", encoding="utf-8")
    assert loader._board(None, first, clinic, 1).usual is not first
    assert loader._board(day, first, clinic, 1).usual is not first
    assert len(clinic.ran) == asked + 2 * len(BOARD)
    clinic.info_now = then.info_now = FakeInfo()
    no_file = loader._board(None, None, clinic, 1).usual
    assert no_file.stamp is None
    assert loader._board(None, no_file, clinic, 1).usual is not no_file, "nobody can tell if it has changed"
    gc.unfreeze()


def test_a_file_that_changes_after_it_was_read_is_read_again(path):
    clinic = watched(FakeClinic(), path)

    class Late(arrange.Finder):
        def __init__(self, snapshot):
            if path.read_text(encoding="utf-8") == "one":
                path.write_text("another", encoding="utf-8")
            super().__init__(snapshot)

    async def act(pilot):
        await until(pilot, lambda: len(clinic.ran) == 2 * len(BOARD))
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == 2 * len(BOARD)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrange, "Finder", Late)
        drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_board_that_stays_open_over_midnight_is_that_of_the_new_day(path, monkeypatch):
    clinic, days = watched(FakeClinic(), path), [date(2026, 3, 15)]
    monkeypatch.setattr(watching, "today", lambda: days[-1])

    async def act(pilot):
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == len(BOARD)
        days.append(date(2026, 3, 16))
        clinic.as_of = days[-1]
        clinic.info_now = replace(clinic.info_now, default_as_of=days[-1])
        clinic.refill()
        await until(pilot, lambda: "as of Mon 16 Mar 2026" in text_of(pilot.app))
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == 2 * len(BOARD), "once for a day"

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_page_that_stays_open_over_midnight_is_that_of_the_new_day_too(path, monkeypatch):
    clinic, days = watched(page_clinic(), path), [date(2026, 3, 15)]
    monkeypatch.setattr(watching, "today", lambda: days[-1])

    async def act(pilot):
        await pilot.press("enter")
        await until(pilot, lambda: "as of Sun 15 Mar 2026 · all" in text_of(pilot.app))
        clinic.as_of = date(2026, 3, 16)
        clinic.info_now = replace(clinic.info_now, default_as_of=clinic.as_of)
        clinic.refill()
        clinic.results |= page_results(full())
        days.append(clinic.as_of)
        await until(pilot, lambda: "as of Mon 16 Mar 2026 · all" in text_of(pilot.app))
        await pilot.press("y")
        await until(pilot, lambda: "Copied: a note about A.R." in text_of(pilot.app))
        assert "as of Mon 16 Mar 2026" in pilot.app.clipboard

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_file_that_vanished_is_said_once_and_found_again(path):
    clinic = watched(FakeClinic(), path)

    async def act(pilot):
        def gone(asking, name):
            raise DatabaseError("There is no database at clinic.duckdb.")

        clinic.hold = gone
        path.unlink()
        await until(pilot, lambda: "There is no database" in text_of(pilot.app))
        assert "not up to date" in text_of(pilot.app)
        asked = len(clinic.ran)
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == asked
        clinic.hold = lambda asking, name: None
        path.write_text("two", encoding="utf-8")
        await until(pilot, lambda: "not up to date" not in text_of(pilot.app))

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_the_clients_page_is_read_again_too(path):
    clinic = watched(page_clinic(), path)

    async def act(pilot):
        await pilot.press("p")
        await until(pilot, lambda: "Amara Rossi" in text_of(pilot.app))
        tables = full()
        tables["overview"][0]["name"] = "Amara Weber"
        next(row for row in clinic.clients if row["name"] == "Amara Rossi")["name"] = "Amara Weber"
        clinic.refill()
        clinic.results |= page_results(tables)
        await pilot.press("2", "i")
        await until(pilot, lambda: "Where it is from: Flags of Amara Rossi" in text_of(pilot.app))
        await pilot.press("p")
        await until(pilot, lambda: "Where it is from: Flags of A.R." in text_of(pilot.app))
        assert "Amara" not in text_of(pilot.app)
        await pilot.press("p")
        assert "not up to date" not in text_of(pilot.app)
        path.write_text("another", encoding="utf-8")
        await until(pilot, lambda: "not up to date" in text_of(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "Amara Weber" in text_of(pilot.app))
        assert "not up to date" not in text_of(pilot.app)

    drive(lambda: PageApp(clinic), act)


def test_a_page_that_is_newer_than_the_board_is_titled_by_its_own_name():
    """The file was replaced, and the board takes longer to read: else the title would name somebody else."""
    clinic = page_clinic()

    async def act(pilot):
        await until(pilot, lambda: "A.R." in text_of(pilot.app).splitlines()[0])
        tables = full()
        tables["overview"][0]["name"] = "Bea Weber"
        clinic.results |= page_results(tables)
        await pilot.press("r")
        await until(pilot, lambda: "B.W." in text_of(pilot.app).splitlines()[0])
        await pilot.press("p")
        await until(pilot, lambda: "Bea Weber" in text_of(pilot.app).splitlines()[0])

    drive(lambda: PageApp(clinic), act)


def test_a_page_copies_no_note_of_a_board_that_is_older_than_the_page():
    async def act(pilot):
        await until(pilot, lambda: "A.R." in text_of(pilot.app).splitlines()[0])
        board = pilot.app.board
        await until(pilot, lambda: not board.busy and board.snapshot)
        copied = pilot.app.clipboard
        board._error = "The file is locked."
        await pilot.press("y")
        await until(pilot, lambda: "There is no note now" in " ".join(text_of(pilot.app).split()))
        assert pilot.app.clipboard == copied
        board._error = ""
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard.startswith("A.R."))

    drive(lambda: PageApp(page_clinic()), act)


def test_a_page_copies_no_note_of_a_board_that_could_not_be_read():
    def fails(asking, name):
        if name == "panes/board":
            raise DatabaseError("The file is locked.")

    async def act(pilot):
        await until(pilot, lambda: "A.R." in text_of(pilot.app).splitlines()[0] and not pilot.app.board.busy)
        await pilot.press("y")
        await until(pilot, lambda: "There is no note now" in " ".join(text_of(pilot.app).split()))

    clinic = page_clinic()
    clinic.hold = fails
    drive(lambda: PageApp(clinic), act)


def test_the_rows_of_a_query_are_read_again_too(path, monkeypatch):
    """An audit's list that is left open would be that of the morning."""
    monkeypatch.setattr(grid, "MOST", 8)
    clinic = watched(FakeClinic(), path)
    clinic.results["panes/board"].changed["no_shows_that_flag"] = (4, 2)

    def top(pilot):
        return text_of(pilot.app).split("\n")[0]

    async def act(pilot):
        pilot.app.board.open_query(clinic.library.query("panes/board", "The board"))
        await until(pilot, lambda: "8 of 9 rows" in top(pilot))
        assert " 1 threshold changed " in top(pilot)
        await pilot.press("down", "down")
        clinic.clients = [row for row in clinic.clients if row["client_id"] != "C009"]
        clinic.refill()
        path.write_text("another", encoding="utf-8")
        await until(pilot, lambda: "8 rows" in top(pilot))
        assert "as of Sun 15 Mar 2026" in top(pilot)
        assert "threshold" not in top(pilot)
        assert pilot.app.screen.query_one("#grid").cursor == 2, "the cursor stays where it was"

        def gone(asking, name):
            raise DatabaseError("There is no database at clinic.duckdb.")

        clinic.hold = gone
        path.unlink()
        await until(pilot, lambda: "not up to date" in top(pilot))
        assert "8 rows" in top(pilot)
        clinic.hold = lambda asking, name: None
        path.write_text("two", encoding="utf-8")
        await until(pilot, lambda: "not up to date" not in top(pilot))

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_what_is_no_file_is_not_looked_at():
    assert stamp("md:clinic") is stamp("ducklake:postgres:x") is stamp("\0") is None
    clinic = FakeClinic()

    async def act(pilot):
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == len(BOARD)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_board_that_could_not_be_read_at_first_is_read_once_it_can_be(path, monkeypatch):
    """It stood there with its error until somebody pressed r."""
    monkeypatch.setattr(watching, "AGAIN", 0.1)
    clinic, missing = watched(FakeClinic(), path), [True]

    def open_clinic():
        if missing:
            raise DatabaseError("There is no database at clinic.duckdb.")
        return clinic

    async def act(pilot):
        assert "There is no database" in text_of(pilot.app)
        await asyncio.sleep(0.3)
        missing.clear()
        await until(pilot, lambda: "9 open" in text_of(pilot.app))
        assert "There is no database" not in text_of(pilot.app)
        await asyncio.sleep(0.3)
        assert len(clinic.ran) == len(BOARD), "once it is read, only a change has it read again"

    drive(lambda: CaseboardApp(open_clinic), act)


def test_a_date_that_lies_ahead_is_asked_for_again_on_another_day_and_not_before(monkeypatch):
    """It was asked for every ten seconds, though only another day can change the answer."""
    monkeypatch.setattr(watching, "AGAIN", 0.1)
    monkeypatch.setattr(watching, "today", lambda: date(2026, 3, 15))
    clinic = FakeClinic()

    async def act(pilot):
        board = pilot.app.board
        assert "Mon 16 Mar 2026 lies after" in text_of(pilot.app)
        await asyncio.sleep(0.4)
        assert board._loader.number == 1
        clinic.info_now = FakeInfo(default_as_of=date(2026, 3, 16))
        monkeypatch.setattr(watching, "today", lambda: date(2026, 3, 16))
        await until(pilot, lambda: "9 open" in text_of(pilot.app))

    drive(lambda: CaseboardApp(lambda: clinic, as_of=date(2026, 3, 16)), act)


def test_a_date_that_lies_ahead_of_an_invented_clinics_data_is_asked_for_again(monkeypatch):
    """The last day of an invented clinic is that of its data, which may grow."""
    monkeypatch.setattr(watching, "AGAIN", 0.1)
    monkeypatch.setattr(watching, "today", lambda: date(2026, 3, 20))
    clinic = FakeClinic()

    async def act(pilot):
        assert "Mon 16 Mar 2026 lies after" in text_of(pilot.app)
        clinic.info_now = FakeInfo(default_as_of=date(2026, 3, 16))
        await until(pilot, lambda: "9 open" in text_of(pilot.app))

    drive(lambda: CaseboardApp(lambda: clinic, as_of=date(2026, 3, 16)), act)


def test_a_file_that_was_held_is_read_when_it_is_free_and_so_is_the_page(path, monkeypatch):
    """A process that holds a file and lets it go leaves no change on disk."""
    monkeypatch.setattr(watching, "AGAIN", 0.1)
    clinic = watched(page_clinic(), path)

    def held(asking, name):
        raise DatabaseError("The file is locked.")

    async def act(pilot):
        clinic.hold = held
        await pilot.press("r")
        await until(pilot, lambda: "The file is locked." in text_of(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "esc goes back to the board" in text_of(pilot.app))
        clinic.hold = lambda asking, name: None
        await until(pilot, lambda: "1 Facts" in text_of(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "not up to date" not in text_of(pilot.app))
        assert "The file is locked." not in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_rows_that_are_being_read_again_are_said_to_be_of_before(path):
    """A long query showed its old rows as if they were those of the file."""
    clinic = watched(FakeClinic(), path)

    def top(pilot):
        return text_of(pilot.app).split("\n")[0]

    async def act(pilot):
        pilot.app.board.open_query(clinic.library.query("panes/board", "The board"))
        await until(pilot, lambda: "9 rows" in top(pilot))
        assert "loading" not in top(pilot)
        gate = clinic.held()
        path.write_text("another", encoding="utf-8")
        await until(pilot, lambda: " loading " in top(pilot))
        assert "9 rows" in top(pilot)
        gate.set()
        await until(pilot, lambda: "loading" not in top(pilot))

    drive(lambda: CaseboardApp(lambda: clinic), act)
