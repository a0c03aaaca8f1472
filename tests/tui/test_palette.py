"""The palette finds clients and saved queries; a query's page shows what `caseboard run` gives."""

from __future__ import annotations

import asyncio
import io
import sys
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from textual import events

from caseboard import formats
from caseboard.errors import RequestError
from caseboard.tui.app import CaseboardApp
from caseboard.tui.commands import COMMANDS
from caseboard.tui.grid import grid_of, sheet_of
from caseboard.tui.messages import LoadFailed
from caseboard.tui.screens.help import HelpScreen
from caseboard.tui.screens.query import QueryLoaded, QueryScreen
from tests.tui.client_fakes import PageApp, page_clinic
from tests.tui.fakes import FakeClinic, FakeLibrary, result
from tests.tui.golden import drive, pinned, same_as_golden, settled, strips, text_of


def app(**more) -> CaseboardApp:
    clinic = FakeClinic()
    return CaseboardApp(lambda: clinic, **more)


async def find(pilot, text: str, found: str) -> str:
    """The screen once the palette has told what it found: `found` is a part of that."""
    await pilot.press("ctrl+p")
    await settled(pilot)
    await pilot.press(*text)
    for _ in range(60):  # it looks in a task of its own
        await asyncio.sleep(0.05)
        await settled(pilot)
        if found in text_of(pilot.app):
            break
    return text_of(pilot.app)


def test_clients_are_found_by_initials_and_by_name_only_where_shown(monkeypatch):
    opened = []
    module = ModuleType("caseboard.tui.screens.client")

    def page(loader, client_id, as_of, order, ahead):
        opened.append(client_id)
        found = HelpScreen()
        found.client_id = client_id
        return found

    module.ClientScreen = page
    monkeypatch.setitem(sys.modules, "caseboard.tui.screens.client", module)

    async def act(pilot):
        seen = await find(pilot, "szabo", "No matches found")
        assert "No matches found" in seen
        assert "Client" not in seen
        await pilot.press("escape")
        await settled(pilot)
        seen = await find(pilot, "b.s.", "Client B.S.")
        assert "Client B.S. · Needs more intensity" in seen
        assert "Szabo" not in seen
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        assert opened == ["C002"]
        await pilot.press("escape", "p")
        await settled(pilot)
        assert "Client Bela Szabo" in await find(pilot, "szabo", "Client")

    drive(app, act)


def test_an_id_that_is_a_name_finds_nobody_while_names_are_hidden():
    clinic = FakeClinic()
    clinic.clients[0]["client_id"] = "rossi_amara"
    clinic.refill()

    async def act(pilot):
        assert "Client" not in await find(pilot, "rossi", "No matches found")
        await pilot.press("escape", "p")
        await settled(pilot)
        assert "Client Amara Rossi" in await find(pilot, "rossi_", "Client")

    drive(lambda: CaseboardApp(lambda: clinic), act)


@pytest.mark.parametrize("key", ["ctrl+p", "t"])
def test_what_is_pasted_into_the_palette_is_made_harmless(key):
    async def act(pilot):
        for copied in ("a\x9b31mb\x1b[2J", "Amara Rossi\nIOP\n"):
            pilot.app.copy_to_clipboard(copied)
            await pilot.press(key)
            await settled(pilot)
            await pilot.press("ctrl+v")
            pilot.app.post_message(events.Paste("\x1b]0;T\x07"))
            await settled(pilot)
            lines = [strip.text for strip in strips(pilot.app)]
            assert all(char.isprintable() for text in lines for char in text)
            assert any("]0;T" in text for text in lines)
            await pilot.press("escape")
            await settled(pilot)

    drive(app, act)


def offered(made: CaseboardApp, *keys: str) -> list[str]:
    """The titles in the palette of the screen that is open after some keys."""
    found: list[str] = []

    async def act(pilot):
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        found.extend(one.title for one in made.get_system_commands(pilot.app.screen))

    drive(lambda: made, act)
    return found


def test_the_palette_offers_what_the_screen_can_do_and_ours_alone():
    everywhere = [one.title for one in COMMANDS if one.where == "app" and one.palette]
    assert everywhere == ["Hide or show names", "Help", "Theme", "Quit"]
    for made, place, keys in (
        (app(), "board", ()),
        (PageApp(page_clinic()), "client", ()),
        (app(), "page", ("question_mark",)),
    ):
        own = [one.title for one in COMMANDS if one.where == place and one.palette]
        rest = [title for title in everywhere if place != "page" or title != "Help"]  # it is the help's page
        assert sorted(offered(made, *keys)) == sorted(own + rest)
        assert len(set(own + everywhere)) == len(own + everywhere), "each once"
        assert place == "page" or own


def test_the_palette_offers_nothing_that_would_do_nothing():
    """Over a question, and before there was a board, most of what it offered did nothing and said nothing."""
    everywhere = ["Hide or show names", "Help", "Theme", "Quit"]
    assert offered(app(), "slash") == offered(app(), "a") == everywhere
    clinic = FakeClinic()
    gate = clinic.held()

    async def main():
        pinned()
        made = CaseboardApp(lambda: clinic)
        async with made.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            loading = {one.title for one in made.get_system_commands(made.screen)}
            gate.set()
            await settled(pilot)
            there = {one.title for one in made.get_system_commands(made.screen)}
        assert {"Filter", "Sort", "Reload", *everywhere} < loading < there
        gone = {"Open", "Why this flag", "Copy a note", "Export the pane", "Another date"}
        assert there - loading == gone

    asyncio.run(main())


def test_over_the_help_the_palette_offers_no_help():
    async def act(pilot):
        await pilot.press("question_mark")
        assert "No matches found" in await find(pilot, "help", "No matches found")

    drive(app, act)


def test_the_palette_runs_a_command_of_the_clients_page():
    async def act(pilot):
        await find(pilot, "why, and why not", "Why, and why not")
        await pilot.press("down", "enter")
        await settled(pilot)
        assert pilot.app.screen._current == "why"

    drive(lambda: PageApp(page_clinic()), act)


def test_t_chooses_a_theme_from_any_screen():
    for made in (app(), PageApp(page_clinic())):

        async def act(pilot):
            await pilot.press("t")
            await settled(pilot)
            await pilot.press(*"board-night", "down", "enter")
            await settled(pilot)
            assert pilot.app.theme == "caseboard-night"

        drive(lambda made=made: made, act)


class Broken:
    name = "audit/own"

    @property
    def title(self) -> str:
        raise RequestError("own.sql, line 2: the header is not valid TOML.")


class BrokenLibrary(FakeLibrary):
    def __iter__(self):
        return iter([Broken(), *super().__iter__()])


def test_queries_are_found_and_shown_and_a_file_that_cannot_be_read_is_named():
    async def act(pilot):
        seen = await find(pilot, "client why not", "Query client/why · Why")
        assert "Query client/why · Why [/] or why not" in seen
        assert [one.message for one in pilot.app._notifications] == [
            "own.sql, line 2: the header is not valid TOML."
        ]
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QueryScreen)

    clinic = FakeClinic()
    clinic.library = BrokenLibrary()
    clinic.results["client/why"] = clinic.results["panes/flag"]
    drive(lambda: CaseboardApp(lambda: clinic), act)
    assert clinic.given[-1] == {"client_id": "C001"}


def test_a_client_out_of_the_palette_takes_the_place_of_the_one_shown():
    async def act(pilot):
        pilot.app.board.action_open()
        await settled(pilot)
        await find(pilot, "b.s.", "Client B.S.")
        await pilot.press("down", "enter")
        await settled(pilot)
        assert pilot.app.screen.client_id == "C002"
        assert len(pilot.app.screen_stack) == 2, "esc goes back to the board"

    clinic = page_clinic()
    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_client_who_has_left_the_board_since_the_palette_found_them_is_not_taken_for_another():
    async def act(pilot):
        pilot.app.board.open_client("C999")
        await settled(pilot)
        assert pilot.app.screen is pilot.app.board, "the page of the client under the cursor would be open"
        assert "The client is no longer on this board." in text_of(pilot.app)

    drive(app, act)


def test_a_client_out_of_the_palette_ends_the_question_that_was_asked():
    async def act(pilot):
        await pilot.press("slash", *"opioid")
        await asyncio.sleep(0.2)
        await settled(pilot)
        pilot.app.board.open_client("C002")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "opioid" not in text_of(pilot.app).splitlines()[1], "a filter that is none any more"
        assert pilot.app.board.panes.shown == 9
        assert pilot.app.board.panes.selected() == "C002"
        await pilot.press("down")
        assert pilot.app.board.panes.selected() == "C003", "keys are commands again"

    clinic = page_clinic()
    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_a_query_of_one_client_asks_for_a_client_first():
    async def act(pilot):
        pilot.app.board.open_query(why)
        await settled(pilot)
        assert "Choose a client first" in " ".join(text_of(pilot.app).split())
        assert not isinstance(pilot.app.screen, QueryScreen)

    empty = FakeClinic([])
    why = page_clinic().library.get("client/why")
    assert "client_id" in why.parameters
    drive(lambda: CaseboardApp(lambda: empty), act)


def test_a_query_is_about_the_client_whose_page_is_open():
    async def act(pilot):
        pilot.app.board.action_open()
        await settled(pilot)
        await pilot.press("J")
        await settled(pilot)
        pilot.app.board.open_query(clinic.library.get("client/why"))
        await settled(pilot)
        assert clinic.given[-1] == {"client_id": "C002"}
        assert title(pilot).startswith("client/why of B.S. ·"), "rows without a client's name need one"
        await pilot.press("p")
        await settled(pilot)
        assert title(pilot).startswith("client/why of Bela Szabo ·")
        assert "not the usual" not in title(pilot)
        clinic.info_now = replace(clinic.info_now, default_as_of=date(2026, 3, 16))
        pilot.app.screen.clinic_changed()
        await settled(pilot)
        assert "not the usual 16 Mar" in title(pilot), "the board was left open over night"
        di = {"client_id": "C002", "name": "Di Ode"}
        clinic.results["client/identity"] = result(("client_id", "name"), [di])
        pilot.app.screen.clinic_changed()
        await settled(pilot)
        assert title(pilot).startswith("client/why of Di Ode ·"), "rows of a file that has been replaced"
        await pilot.press("p")
        await settled(pilot)
        assert title(pilot).startswith("client/why of D.O. ·")
        await pilot.press("p", "escape")
        pilot.app.board.open_query(clinic.library.query("panes/board", "The board"))
        await settled(pilot)
        assert title(pilot).startswith("panes/board ·"), "of everybody"

    def title(pilot):
        return text_of(pilot.app).splitlines()[0].strip()

    clinic = page_clinic()
    drive(lambda: CaseboardApp(lambda: clinic), act)


@pytest.mark.parametrize(("size", "said"), [((80, 24), "of Bela Szabo"), ((60, 15), "of B.S.")])
def test_whom_the_rows_of_a_query_are_about_is_told_where_little_has_room(size, said):
    """At 80 columns and on another date the title was the query's name alone, over rows that name nobody."""
    clinic = page_clinic()
    clinic.info_now = replace(clinic.info_now, default_as_of=date(2026, 3, 16))

    async def act(pilot):
        pilot.app.board.open_client("C002")
        await settled(pilot)
        pilot.app.board.open_query(clinic.library.get("client/attendance_weeks"))
        await settled(pilot)
        title = text_of(pilot.app).splitlines()[0]
        assert said in title
        assert "not usual" in title or "not the usual" in title

    hidden = size == (60, 15)
    drive(lambda: CaseboardApp(lambda: clinic, names_hidden=hidden, as_of=date(2026, 3, 15)), act, size)


def test_in_an_empty_pane_a_key_says_that_nobody_is_there():
    async def act(pilot):
        await pilot.press("slash", *"zzz", "enter")
        await settled(pilot)
        for key in ("enter", "i", "y"):
            pilot.app.clear_notifications()
            await settled(pilot)
            assert "No client in this pane." not in text_of(pilot.app)
            await pilot.press(key)
            await settled(pilot)
            assert "No client in this pane." in text_of(pilot.app), key

    drive(app, act)


def test_a_querys_page():
    def opened(act, clinic=None, size=(120, 40)):
        async def first(pilot):
            board = pilot.app.screen
            board.open_query(clinic.library.query("panes/board", "The board"))
            await settled(pilot)
            await act(pilot)

        clinic = clinic or FakeClinic()
        drive(lambda: CaseboardApp(lambda: clinic), first, size)

    async def look(pilot):
        seen = text_of(pilot.app)
        columns, lines = pilot.app.size
        same_as_golden(f"query-{columns}x{lines}.txt", seen)
        title = seen.splitlines()[0]
        assert all(part in title for part in ("INVENTED SAMPLE", "as of Sun 15 Mar 2026", "9 rows"))
        assert "Rossi" not in seen
        assert "Two or more no-shows in a row" in seen, "its file"
        await pilot.press("l", "l", "p")
        await settled(pilot)
        assert "Amara" not in text_of(pilot.app), "the names have gone out at the left"
        await pilot.press("h")
        await settled(pilot)
        named = text_of(pilot.app)
        assert "Amara Rossi" in named
        pilot.app.screen.post_message(
            QueryLoaded(0, None, None, None, None, None)
        )  # answers an older request
        pilot.app.screen.post_message(LoadFailed(0, "late"))
        await settled(pilot)
        assert text_of(pilot.app) == named
        await pilot.press("p")
        await settled(pilot)
        assert "Amara" not in text_of(pilot.app)
        await pilot.press("escape")
        await settled(pilot)
        assert "Needs more intensity" in text_of(pilot.app)

    for size in ((80, 24), (120, 40)):
        opened(look, size=size)

    async def failed(pilot):
        assert "! client/why needs a value: -p client_id" in text_of(pilot.app), "not by its colour alone"

    broken = FakeClinic()

    async def first(pilot):
        def fail(asking, name):
            raise RequestError("client/why needs a value: -p client_id=... (Whose).")

        broken.hold = fail
        pilot.app.screen.open_query(broken.library.query("client/why", "Why"))
        await settled(pilot)
        await failed(pilot)

    drive(lambda: CaseboardApp(lambda: broken), first)


def test_a_query_before_there_is_a_board_or_rows_tells_what_it_waits_for():
    """Nothing came of a query out of the palette; its page told keys that did nothing before it had rows."""
    clinic = FakeClinic()
    query, gate = clinic.library.query("panes/board", "The board"), clinic.held()

    async def main():
        pinned()
        made = CaseboardApp(lambda: clinic)
        async with made.run_test(size=(120, 40), notifications=True) as pilot:
            await pilot.pause()
            made.board.open_query(query)
            await pilot.pause()
            assert "A query is about the board's date; ask it" in text_of(made)
            gate.set()
            await settled(pilot)
            gate.clear()
            made.board.open_query(query)
            await pilot.pause()
            running = text_of(made)
            gate.set()
            await settled(pilot)
            assert "Running" in running
            assert "e export" not in running
            assert "e export" in text_of(made)

    asyncio.run(main())


def test_the_grid_has_the_cells_of_the_command_line(sample):
    result = sample.run("panes/flag")
    grid = grid_of(sheet_of(result, names_hidden=False))
    out = io.StringIO()
    formats.write(result, "table", out)
    lines = out.getvalue().splitlines()[2:]
    assert grid.count == len(lines) == len(result.rows)
    for at, line in enumerate(lines):
        for text in grid.texts:
            assert text[at][:30].strip() in line
