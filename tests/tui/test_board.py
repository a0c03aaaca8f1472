"""The board through Textual's Pilot: goldens, keys, and that it shows the result row by row."""

from __future__ import annotations

import gc
import re
import weakref

import pytest
from textual import events

from caseboard.tui import layout, words
from caseboard.tui.app import CaseboardApp
from caseboard.tui.screens.base import Keys
from caseboard.tui.screens.help import HelpScreen
from caseboard.tui.screens.sql import SqlScreen
from caseboard.tui.widgets import pane as panes
from caseboard.tui.widgets.lines import TextLines
from caseboard.tui.widgets.pane import Pane
from caseboard.tui.words import PANES
from tests.tui.client_fakes import page_clinic
from tests.tui.fakes import FakeClinic, FakeInfo, client, many
from tests.tui.golden import drive, same_as_golden, settled, shown, text_of

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


def app(clinic: FakeClinic | None = None, **more) -> CaseboardApp:
    found = clinic or FakeClinic()
    return CaseboardApp(lambda: found, **more)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("board", ()), ("board-names", ("p",)), ("board-pane-2", ("2", "down")), ("help", ("question_mark",)),
        ("sql", ("i", "down")),
    ],
)  # fmt: skip
def test_text_golden(name, keys, size):
    same_as_golden(f"{name}-{size}.txt", shown(app, *keys, size=SIZES[size]))


def test_too_small_says_how_large_it_must_be():
    seen = shown(app, size=(59, 15))
    same_as_golden("too-small.txt", seen)
    assert "at least 60 columns and 15 lines" in " ".join(seen.split())
    assert "this one has 59 by 15. ^q quits." in " ".join(seen.split()), "the way out"
    assert "at least 60" not in shown(app, size=(60, 15))
    tiny = " ".join(shown(lambda: app(keys={"app.quit": "f10"}), size=(30, 8)).split())
    assert tiny.endswith("this one has 30 by 8. f10 quits.")


def rows_of(pilot) -> list[str]:
    """The lines of every pane, scrolled through from top to bottom."""
    lines = []
    for pane in pilot.app.screen.query(Pane):
        width = pane.scrollable_content_region.width - 1
        lines += [words.text_of(pane._source(at, width)) for at in range(pane.count)]
    return lines


@pytest.mark.parametrize("size", SIZES)
def test_the_board_is_the_result_row_by_row(size):
    clinic = FakeClinic()

    async def act(pilot):
        screen = text_of(pilot.app)
        expected = [
            (client["name"], client["week"], client["score"], client["hours_attended"])
            for pane in PANES
            for client in clinic.clients
            if client["pane"] == pane
        ]
        lines = rows_of(pilot)
        assert len(lines) == len(expected) == len(clinic.clients)
        for line, (name, week, score, hours) in zip(lines, expected, strict=True):
            assert line.rstrip() in screen, "every row is on screen as it was made"
            assert name in line
            fields = line.split(name)[1].split()
            assert fields[0] == str(week)
            assert fields[1] == words.number(score)
            assert (words.number(hours) + " of" in line) == (hours is not None)

    drive(lambda: app(clinic, names_hidden=False), act, SIZES[size])


def current(pilot):
    return pilot.app.screen.panes.selected()


def test_keys_move_through_the_panes():
    async def act(pilot):
        steps = [
            ("down", "C002"), ("j", "C003"), ("down", "C004"), ("up", "C003"), ("k", "C002"), ("4", "C007"),
            ("3", "C006"), ("2", "C004"), ("G", "C005"), ("j", "C006"), ("1", "C002"), ("g", "C001"),
            ("up", "C001"), ("tab", "C005"), ("shift+tab", "C001"), ("4", "C007"), ("end", "C009"),
            ("down", "C009"),
        ]  # fmt: skip
        assert current(pilot) == "C001"
        for key, client_id in steps:
            await pilot.press(key)
            await settled(pilot)
            assert current(pilot) == client_id, key
            assert len([pane for pane in pilot.app.screen.query(Pane) if pane.current]) == 1

    drive(app, act)


def test_the_mouse_selects():
    async def act(pilot):
        await pilot.click("#pane-2", offset=(10, 2))
        await settled(pilot)
        assert current(pilot) == "C005"
        assert " O.L. " in text_of(pilot.app).splitlines()[1]

    drive(app, act)


def test_the_cursor_stays_on_its_client_when_data_reload():
    clinic = FakeClinic()

    async def act(pilot):
        await pilot.press("4", "down")
        await settled(pilot)
        assert current(pilot) == "C008"
        await pilot.press("r")
        await settled(pilot)
        assert current(pilot) == "C008"
        moved = next(row for row in clinic.clients if row["client_id"] == "C008")
        moved["pane"] = "needs_more_intensity"
        clinic.refill()
        await pilot.press("r")
        await settled(pilot)
        assert current(pilot) == "C008"
        assert pilot.app.screen.panes.current == 0
        clinic.clients.remove(moved)
        clinic.refill()
        await pilot.press("r")
        await settled(pilot)
        assert current(pilot) == "C003", "gone: the cursor stays where it was"

    drive(lambda: app(clinic), act)


def test_a_board_that_was_read_again_is_let_go():
    boards = []

    async def act(pilot):
        for _ in range(6):
            boards.append(weakref.ref(pilot.app.screen.snapshot))
            for key in ("enter", "escape", "slash", "x", "escape", "r"):
                await pilot.press(key)
                await settled(pilot)
        gc.collect()
        assert sum(board() is not None for board in boards) <= 1

    drive(app, act)


def test_names_are_hidden_until_p_and_it_is_remembered():
    kept = []

    async def act(pilot):
        hidden = text_of(pilot.app)
        assert "names hidden" in hidden
        for key in ("i", "escape", "question_mark", "escape"):
            await pilot.press(key)
            await settled(pilot)
            everything = text_of(pilot.app) + pilot.app.export_screenshot()
            for word in ("Amara", "Rossi", "Szabo", "Okafor", "C001"):
                assert word not in everything, (key, word)
        await pilot.press("p")
        await settled(pilot)
        assert "Amara Rossi" in text_of(pilot.app)
        assert "names shown" in text_of(pilot.app)
        await pilot.press("i", "p")
        await settled(pilot)
        assert "A.R." in text_of(pilot.app)
        assert kept == [("names_hidden", False), ("names_hidden", True)]

    drive(lambda: app(remember=lambda name, value: kept.append((name, value))), act)


def test_a_preference_that_cannot_be_kept_is_a_sentence():
    def fail(name, value):
        raise OSError("[/] disk full")

    async def act(pilot):
        await pilot.press("p")
        await settled(pilot)
        assert "[/] disk full" in " ".join(text_of(pilot.app).split())

    drive(lambda: app(remember=fail), act)


def test_help_lists_every_command_of_the_table():
    from caseboard.tui.commands import COMMANDS

    seen = shown(app, "question_mark", size=(120, 90))
    for command in COMMANDS:
        assert not command.help or command.help in seen


def test_every_key_in_the_footer_does_something():
    async def act(pilot):
        await pilot.press("i")
        assert isinstance(pilot.app.screen, SqlScreen)
        await pilot.press("question_mark")
        await settled(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "? help" not in text_of(pilot.app).splitlines()[-1], "the help is here"
        await pilot.press("question_mark")
        await pilot.press("q")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SqlScreen)
        assert "? help" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("space", "b", "escape", "q")
        assert pilot.app._exit

    drive(app, act)


def test_why_shows_file_parameters_source_and_row():
    seen = shown(app, "i", "down", size=(120, 60))
    for needed in (
        "rules/more_intensity/no_shows_in_a_row", "Programs' policies", "23 Nov 2026",
        "getvariable('no_shows_that_flag')", "No visit at the last 3 sessions", "no_shows_that_flag",
        "caseboard run rules/more_intensity/no_shows_in_a_row --as-of 2026-03-15",
    ):  # fmt: skip
        assert needed in seen, needed


def test_what_is_read_behind_a_flag_stays_where_it_is_read():
    """With p, and with the focus back in the list, the text jumped to its top."""

    async def act(pilot):
        await pilot.press("i", "space", "space")
        await settled(pilot)
        text = pilot.app.screen.query_one("#text", TextLines)
        assert (at := text.scroll_offset.y) > 0
        await pilot.press("p", "tab", "tab")
        await settled(pilot)
        assert text.scroll_offset.y == at
        await pilot.press("down")
        await settled(pilot)
        assert text.scroll_offset.y == 0

    drive(app, act, (80, 24))


def test_a_changed_threshold_is_said():
    clinic = FakeClinic()
    clinic.results["panes/flag"].parameters["no_shows_that_flag"] = 4
    assert "changed here; the library says 2" in shown(lambda: app(clinic), "i", size=(120, 60))


def test_a_rule_without_a_file_still_shows_its_row():
    clinic = FakeClinic()
    clinic.library.unknown = {"suicidal_ideation"}
    seen = shown(lambda: app(clinic), "i")
    assert "The library has no file for the rule suicidal_ideation." in seen
    assert "Self-harm thoughts" in seen


def test_panes_without_clients_say_why():
    clinic = FakeClinic([client("C1", "A B", "holding_course", "mnn-m")])
    seen = shown(lambda: app(clinic))
    assert "Nobody: no safety flag waits for an answer" in seen
    assert "Nobody meets every criterion. Most often in the way:" in seen
    assert "Nobody: every other client is flagged, ready, or not yet ready." in seen
    clinic = FakeClinic([client("C1", "A B", "not_assessable")])
    assert "Nobody: every open client stands in a pane above." in shown(lambda: app(clinic))


def test_why_a_pane_is_empty_is_worked_out_once_for_a_board(monkeypatch):
    """Every key of a sort or a filter read the whole board for it, more than once."""
    asked = []
    monkeypatch.setattr(panes, "nobody", lambda snapshot, number: asked.append(number) or "Nobody.")
    rows = [row for row in FakeClinic().clients if row["pane"] != "ready_to_step_down"]

    async def act(pilot):
        await pilot.press("s", "s", "slash", *"iop", "escape")
        await settled(pilot)
        assert asked == [1]
        await pilot.press("r")
        await settled(pilot)
        assert asked == [1, 1], "another board"

    drive(lambda: app(FakeClinic(rows)), act)


def test_a_pane_nobody_knows_counts_as_cannot_say():
    seen = shown(lambda: app(FakeClinic([client("C1", "A B", "elsewhere")])))
    assert "3 Cannot say · 1" in seen


def test_five_thousand_clients_open_and_scroll():
    clinic = FakeClinic(many(5000))

    async def act(pilot):
        assert "4 Holding course · 2,856 · rows 1 to " in text_of(pilot.app)
        await pilot.press("4", "end")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert "to 2,856" in seen
        await pilot.press("p")
        await settled(pilot)
        assert "Given4997 Fami" in text_of(pilot.app)

    drive(lambda: app(clinic), act)


def test_a_page_goes_down_and_up_again():
    async def act(pilot):
        await pilot.press("4")
        at = []
        for key in ("pagedown", "ctrl+d", "pageup", "ctrl+u", "pageup", "home"):
            await pilot.press(key)
            await settled(pilot)
            at.append(pilot.app.screen.panes.panes[3].cursor)
        page = at[0]
        assert page > 3
        assert at == [page, 2 * page, page, 0, 0, 0]

    drive(lambda: app(FakeClinic(many(500))), act)


def test_resizing_there_and_back_changes_nothing():
    async def act(pilot):
        before = text_of(pilot.app)
        for size in ((60, 15), (12, 5), (200, 60), (80, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
        assert text_of(pilot.app) == before

    drive(app, act)


def test_the_real_clinic_has_no_banner():
    clinic = FakeClinic()
    clinic.info_now = FakeInfo(invented=False)
    assert "INVENTED" not in shown(lambda: app(clinic))


def test_an_unknown_theme_is_said_and_the_usual_one_used():
    async def act(pilot):
        assert pilot.app.theme == "caseboard-day"
        assert "There is no theme [/]nope" in " ".join(text_of(pilot.app).split())

    drive(lambda: app(theme="[/]nope"), act)


def test_the_panel_hides_where_there_is_no_room():
    assert layout.panel_width(109) == 0 < layout.panel_width(110)
    assert "To step down" in shown(app, size=(110, 40))
    assert "To step down" not in shown(app, size=(109, 40))


def test_keys_pressed_at_once_go_to_the_pane_that_was_chosen():
    async def act(pilot):
        for key in ("2", "4", "G", "1", "j"):
            pilot.app.post_message(events.Key(key, key))
        await settled(pilot)
        assert current(pilot) == "C002"
        await pilot.press("4")
        await settled(pilot)
        assert current(pilot) == "C009"

    drive(app, act)


def test_enter_opens_the_clients_page_and_the_board_is_kept(monkeypatch):
    import sys
    from types import ModuleType

    from caseboard.tui.screens.help import HelpScreen as Page

    asked = []
    module = ModuleType("caseboard.tui.screens.client")

    def page(loader, client_id, as_of, order, ahead):
        asked.append((client_id, as_of))
        found = Page()
        found.client_id = order[-1]
        return found

    module.ClientScreen = page
    monkeypatch.setitem(sys.modules, "caseboard.tui.screens.client", module)

    async def act(pilot):
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Page)
        await pilot.press("escape")
        await settled(pilot)
        assert current(pilot) == "C009", "where the page went on to"
        await pilot.double_click("#pane-2", offset=(10, 1))
        await settled(pilot)
        assert isinstance(pilot.app.screen, Page)

    drive(app, act)
    assert asked == [("C002", None), ("C004", None)], "None: the usual day, whichever that is by then"


def test_the_panel_stays_where_it_is_read_while_the_board_is_sorted():
    async def act(pilot):
        panel = pilot.app.screen.query_one("#panel")
        panel.scroll_to(0, 5, animate=False, immediate=True)
        drawn = panel.lines()
        await pilot.press("s")
        await settled(pilot)
        assert panel.scroll_offset.y == 5
        assert panel.lines() is drawn, "not made anew for the same client"
        await pilot.press("down")
        await settled(pilot)
        assert panel.scroll_offset.y == 0
        assert panel.lines() is not drawn

    drive(app, act, (120, 30))


def test_a_filter_that_hides_a_new_safety_flag_says_so_in_every_place():
    """While it is typed, once it stands, and in the pane that it empties."""

    async def act(pilot):
        await pilot.press("slash", *"zzz")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert re.search(r"Filter zzz +hides unanswered safety: 1, 0 of 9", seen)
        await pilot.resize_terminal(60, 15)
        await settled(pilot)
        assert "hides unanswered safety" in text_of(pilot.app), "what is cut off is never the safety"
        await pilot.resize_terminal(80, 24)
        await pilot.press("enter")
        await settled(pilot)
        seen = " ".join(text_of(pilot.app).split())
        assert "Filter “zzz” · 0 of 9 · hides unanswered safety: 1 · esc clears" in seen
        assert "Nobody here matches the filter; 3 clients without it, 1 with unanswered safety." in seen
        assert seen.count(", 1 with unanswered safety.") == 1, "in the first pane alone"

    drive(app, act, (80, 24))


def test_the_keys_are_told_before_the_window_has_the_focus():
    """As in a browser before the first click."""

    async def act(pilot):
        pilot.app.app_focus = False
        await pilot.app.push_screen(HelpScreen())
        await settled(pilot)
        assert "esc back" in text_of(pilot.app).splitlines()[-1]

    drive(app, act, (80, 24))


def test_the_footer_is_drawn_anew_for_other_keys_alone(monkeypatch):
    drawn = []

    def render_line(self, y, draw=Keys.render_line):
        drawn.append(y)
        return draw(self, y)

    monkeypatch.setattr(Keys, "render_line", render_line)

    async def act(pilot):
        told = text_of(pilot.app).splitlines()[-1]
        drawn.clear()
        await pilot.press("4")
        await settled(pilot)
        assert not drawn, "another pane has the same keys"
        await pilot.press("slash")
        await settled(pilot)
        assert drawn
        assert "esc leave" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("escape")
        await settled(pilot)
        assert text_of(pilot.app).splitlines()[-1] == told

    drive(app, act)


def test_a_click_on_a_key_of_the_footer_is_that_key():
    async def act(pilot):
        footer, line = pilot.app.screen.query_one(Keys), text_of(pilot.app).splitlines()[-1]
        await pilot.click(Keys, offset=(line.index("2"), 0))
        assert pilot.app.screen.panes.current == 1
        await pilot.click(Keys, offset=(line.index("pane"), 0))
        await pilot.click(Keys, offset=(line.index("filter") - 3, 0))
        assert pilot.app.screen.panes.current == 1, "a word of four keys, and a gap, are no key"
        assert pilot.app.screen.prompt is None
        await pilot.hover(Keys, offset=(line.index("palette"), 0))
        assert footer.tooltip == "Find a command, a client or a saved query"
        await pilot.hover("#title")
        assert footer.pointed is None
        await pilot.click(Keys, offset=(line.index("filter") + 5, 0))
        await settled(pilot)
        assert pilot.app.screen.prompt is not None

    drive(app, act)


@pytest.mark.parametrize("key", ["down", "4", "p", "s", "f"])
def test_a_key_has_no_line_drawn_twice(key, monkeypatch):
    drawn: list[tuple[str, int]] = []
    for kind in (TextLines, Pane):

        def render_line(self, y, draw=kind.render_line):
            drawn.append((self.id, y))
            return draw(self, y)

        monkeypatch.setattr(kind, "render_line", render_line)

    async def act(pilot):
        await pilot.press("2")
        await settled(pilot)
        drawn.clear()
        await pilot.press(key)
        await settled(pilot)
        assert drawn
        assert len(drawn) == len(set(drawn))

    drive(lambda: app(FakeClinic(many(60))), act)


def test_in_a_narrow_terminal_the_footer_has_help_and_quit_whole():
    last = shown(app, size=(60, 15)).splitlines()[-1]
    assert last.endswith("p names  ? help  q quit …"), "it is told that there are more"
    assert "… " not in shown(app, size=(80, 24)).splitlines()[-1], "none is left out"
    for keys, left in (
        ("", "? help  q quit …"),
        ("enter", "esc back  p names  ? help  ▏^p palette"),  # a page of nothing: no key for it
        ("slash", "f1 help  ▏^p palette"),
    ):
        for ascii_only in (False, True):
            last = shown(lambda plain=ascii_only: app(ascii_only=plain), *keys.split(), size=(60, 15))
            assert re.sub(" {3,}", "  ", last.splitlines()[-1]).endswith(
                left.replace("▏", "|▏"[not ascii_only]).replace("…", "~…"[not ascii_only])
            )
    assert "palette" in shown(app, size=(80, 24)).splitlines()[-1]


def test_pages_that_were_closed_are_not_kept_over_a_reload():
    opened = []

    async def act(pilot):
        for _ in range(5):
            pilot.app.board.action_open()
            await settled(pilot)
            opened.append(weakref.ref(pilot.app.screen))
            pilot.app.board.action_reload()
            await settled(pilot)
            await pilot.press("escape")
            await settled(pilot)
        pilot.app.board.action_reload()
        await settled(pilot)
        gc.collect()
        assert sum(page() is not None for page in opened) <= 2, "the last ones may still be on their way out"

    clinic = page_clinic()
    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_keys_in_a_burst_skip_no_pane():
    """A key that is held down comes faster than it is done: two at a pane's end skipped the next pane."""

    async def act(pilot):
        panes = pilot.app.board.panes
        first, second = panes.panes[:2]
        assert second.count == 2
        first.action_last()
        await settled(pilot)
        first.action_down()
        first.action_down()
        await settled(pilot)
        assert (panes.current, second.cursor) == (1, 1)
        second.cursor = 0
        await settled(pilot)
        second.action_up()
        second.action_up()
        await settled(pilot)
        assert (panes.current, first.cursor) == (0, first.count - 2)

    drive(app, act)
