"""One client's page: facts, the course on one time axis, findings; a column each where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from caseboard import textsafe
from caseboard.tui.client import facts, states
from caseboard.tui.client import page as parts
from caseboard.tui.client.axis import weeks_in, zooms
from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage
from caseboard.tui.commands import bindings
from caseboard.tui.loader import Loader
from caseboard.tui.messages import ClientLoaded, LoadFailed
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.widgets.lines import Lines, OneLine
from caseboard.tui.widgets.sections import Sections
from caseboard.tui.words import Line

COLUMNS = ("left", "middle", "right")


class ClientScreen(BaseScreen):
    """The page of a client as of a date. `order`: the ids of the board, for the next and the one before.

    `client_id` is the client who is shown: the board puts its cursor there when the page is closed.
    """

    PLACES = ("client",)
    BINDINGS = bindings(*PLACES)

    def __init__(
        self,
        loader: Loader,
        client_id: str,
        as_of: date | None,
        order: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.client_id = client_id
        self._loader = loader.beside()
        self._as_of = as_of
        self._order = tuple(order)
        self._view = View()
        self._page: ClientPage | None = None
        self._loading = True
        self._error = ""
        self._current, self._was_wide = "facts", True
        self._alone = False
        self._order_of_keys: list[str] = []

    def body(self) -> ComposeResult:
        """Title, what went wrong, three columns."""
        yield OneLine(self._title, id="title")
        yield Lines(id="banner")
        yield Lines(id="state")
        with Horizontal(id="client"):
            for name in COLUMNS:
                yield Sections(id=name, spaced=name != "middle")

    def on_mount(self) -> None:
        """Ask for the page; the chrome is painted meanwhile."""
        super().on_mount()
        self._show()
        self.call_after_refresh(self._ask)

    def on_unmount(self) -> None:
        """Stop what is still being asked."""
        self._loader.cancel()

    # What comes from the loader

    @on(ClientLoaded)
    def _client_loaded(self, message: ClientLoaded) -> None:
        if message.number == self._loader.number:
            self._loading, self._error, self._page = False, "", message.page
            self._show()

    @on(LoadFailed)
    def _load_failed(self, message: LoadFailed) -> None:
        if message.number == self._loader.number:
            self._loading, self._error = False, textsafe.clean(message.sentence)
            self._show()

    def _ask(self) -> None:
        self._loading = True
        client_id, as_of = self.client_id, self._as_of
        self._loader.start(
            self,
            "page",
            lambda clinic, number, before: ClientLoaded(
                number, gather_client(clinic, client_id, as_of, before=before)
            ),
        )

    # What is on screen

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= parts.WIDE_FROM

    def _columns(self) -> list[Sections]:
        return [self.query_one(f"#{name}", Sections) for name in COLUMNS]

    def _show(self) -> None:
        """Loading, error, nobody or the page; an error over an older page leaves it on screen."""
        page = self._page
        filled = page is not None and page.is_open
        noted = filled and bool(self._error or (page is not None and states.stopped(page)))
        self.query_one("#client").display = filled
        self.query_one("#state").display = not filled
        self.query_one("#banner").display = noted
        if not filled:
            self.query_one("#state", Lines).show(partial(states.state, page, self._error, self._who()))
        if noted and page is not None:
            self.query_one("#banner", Lines).show(partial(states.banner, page, self._error))
        self.query_one("#title").refresh()
        if filled:
            self._lay()

    def _lay(self) -> None:
        """Give every column its width and its sections."""
        page, wide = self._page, self._wide
        if page is None:
            return
        size = self.app.size
        rows = parts.rows_of_charts(size.height, wide=wide, alone=self._alone)
        self._view = View(self._view.weeks, rows, self.board_app.chart_style)
        hidden = self.board_app.names_hidden
        found = parts.sections(page, self._view, names_hidden=hidden, short=not wide)
        if not any(section.key == self._current for section in found):
            self._current = "facts"
        widths = dict(zip(("left", "right"), parts.widths(size.width), strict=True))
        laid = parts.columns(found, wide=wide)
        self._order_of_keys = [section.key for sections in laid for section in sections]
        if self._alone:
            laid = [[], [section for section in found if section.key == self._current], []]
        for column, sections in zip(self._columns(), laid, strict=True):
            column.display = bool(sections)
            if column.id in widths:
                column.styles.width = widths[column.id]
            column.fill(sections, self._current, ascii_only=self._view.ascii_only)
        self.call_after_refresh(self._focus_current, wide is not self._was_wide)
        self._was_wide = wide

    def _focus_current(self, scroll: bool = False) -> None:
        if self.is_current:
            self._choose(self._current, scroll=scroll)

    def _choose(self, key: str, *, scroll: bool = True) -> None:
        """Make a section the current one."""
        changed, self._current = key != self._current, key
        if changed and self._alone:
            self._lay()
        for column in self._columns():
            mine = any(section.key == key for section in column.sections)
            column.choose(key, scroll=scroll and mine)
            if mine and self.focused is not column:
                self.set_focus(column, scroll_visible=False)

    def _title(self, width: int) -> Line:
        page, hidden = self._page, self.board_app.names_hidden
        busy = "loading" if self._loading and page else "not up to date" if self._error and page else ""
        return parts.title(page, self._view, width, who=self._who(), names_hidden=hidden, busy=busy)

    def _who(self) -> str:
        return facts.who(self._page or self.client_id, names_hidden=self.board_app.names_hidden)

    def resized(self) -> None:
        """Lay the columns out anew."""
        self._show()

    def names_changed(self) -> None:
        """Draw names or initials."""
        self._show()

    def clinic_changed(self) -> None:
        """The file has changed: ask again; the page stays until the answer comes."""
        self.action_reload()

    def focus_first(self) -> None:
        """The column of the current section."""
        self._focus_current()

    @on(Sections.Chosen)
    def _section_chosen(self, message: Sections.Chosen) -> None:
        self._choose(message.key, scroll=False)

    # Commands

    def _keys(self) -> list[str]:
        return self._order_of_keys if self._page is not None and self._page.is_open else []

    def action_section(self, step: int) -> None:
        """The next section or the one before, round and round."""
        keys = self._keys()
        if keys:
            at = keys.index(self._current) if self._current in keys else 0
            self._choose(keys[(at + step) % len(keys)])

    def action_go(self, number: str) -> None:
        """The section of a number."""
        key = next((key for key, own in parts.KEYS.items() if own == number), "")
        if key in self._keys():
            self._choose(key)

    def action_zoom(self, step: int) -> None:
        """More or fewer weeks on the axis; 0: the next zoom, from the last back to the first."""
        if self._page is None:
            return
        found = zooms(weeks_in(self._page.admitted, self._page.as_of))
        if len(found) == 1:
            self.board_app.say("The whole admission is in sight; it is too short to zoom.")
            return
        at = found.index(self._view.weeks) if self._view.weeks in found else len(found) - 1
        at = (at + 1) % len(found) if not step else min(max(at + step, 0), len(found) - 1)
        self._view = View(found[at], self._view.rows, self._view.style)
        self._show()

    def action_why(self) -> None:
        """Show what stands behind the current section."""
        section = next(
            (found for column in self._columns() for found in column.sections if found.key == self._current),
            None,
        )
        if self._page is None or section is None:
            return
        from caseboard.tui.screens.behind import BehindScreen

        self.app.push_screen(BehindScreen(self._page, section))

    def action_alone(self) -> None:
        """The section in use over the whole screen, and back."""
        if self._keys():
            self._alone = not self._alone
            self._lay()
            self.call_after_refresh(self._focus_current, True)

    def action_copy(self) -> None:
        """Copy the board's note about this client."""
        told = self.board_app.board.told_of(self.client_id, self._as_of)
        if told is None:
            self.board_app.say("The board has nothing about this client on this date: there is no note.")
        else:
            self.board_app.copy_note(*told)

    def action_step(self, step: int) -> None:
        """The next client of the board, or the one before."""
        at = self._order.index(self.client_id) + step if self.client_id in self._order else -1
        if not 0 <= at < len(self._order):
            self.board_app.say("There is no further client in this direction.")
            return
        self.client_id, self._page, self._error = self._order[at], None, ""
        self._current = "facts"
        self._ask()
        self._show()

    def _column(self) -> Sections:
        return next((column for column in self._columns() if column.has_focus), self._columns()[1])

    def action_scroll(self, lines: int) -> None:
        """Scroll the column in use."""
        self._column().scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll the column in use by a page."""
        self.action_scroll(pages * max(self._column().size.height - 2, 1))

    def action_reload(self) -> None:
        """Ask again."""
        self._ask()
        self._show()

    def action_back(self) -> None:
        """All sections again; then back to the board."""
        if self._alone:
            self.action_alone()
        else:
            self.dismiss()
