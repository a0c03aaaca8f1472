"""What stands on a client's page: title, three columns of sections, or why they are not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult

from caseboard import textsafe
from caseboard.settings import is_address
from caseboard.tui import titles
from caseboard.tui.client import facts, states
from caseboard.tui.client import page as parts
from caseboard.tui.client.course import View
from caseboard.tui.client.model import ClientPage
from caseboard.tui.loader import Loader
from caseboard.tui.messages import ClientLoaded, LoadFailed
from caseboard.tui.page_request import PageRequest
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.states import banner, stopped
from caseboard.tui.widgets.ground import Beside
from caseboard.tui.widgets.lines import Lines, OneLine
from caseboard.tui.widgets.sections import Sections
from caseboard.tui.words import Line

COLUMNS = ("left", "middle", "right")


class ClientView(BaseScreen):
    """The page of a client as of a date. `order`: the ids of the board, for the next and the one before.
    `ahead`: a page that was asked for already, as of the same date; of another client, it is stopped.

    `client_id` is the client who is shown: the board puts its cursor there when the page is closed.
    """

    def __init__(
        self,
        loader: Loader,
        client_id: str,
        as_of: date | None,
        order: Sequence[str] = (),
        ahead: PageRequest | None = None,
    ) -> None:
        super().__init__()
        self.client_id = client_id
        self._loader = loader
        self._as_of = as_of
        self._order = tuple(order)
        self._view = View()
        self._page: ClientPage | None = None
        self._asked: PageRequest | None = None  # for the client who is shown
        self._ahead = ahead
        self._step = 1  # the direction in which the board was last walked
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
        with Beside(id="client"):
            for name in COLUMNS:
                yield Sections(id=name, spaced=name != "middle")

    def on_mount(self) -> None:
        """Ask for the page; the chrome is painted meanwhile."""
        super().on_mount()
        if not self._taken_ahead():
            self._show()
            self.call_after_refresh(self._ask)

    def on_unmount(self) -> None:
        """Stop what is still being asked."""
        self._drop()

    # What comes from the loader

    @on(ClientLoaded)
    @on(LoadFailed)
    def _answered(self, message: ClientLoaded | LoadFailed) -> None:
        if self._asked is not None and message is self._asked.answer:
            self._take(message)

    def _ask(self) -> None:
        """Ask for the client who is shown; what was asked before is stopped."""
        self._drop()
        self._loading, self._asked = True, self._request(self.client_id)
        self._asked.show_on(self)

    def _request(self, client_id: str) -> PageRequest:
        return PageRequest(self.app, self._loader, client_id, self._as_of)

    def _drop(self) -> None:
        for request in (self._asked, self._ahead):
            if request is not None:
                request.drop()
        self._asked = self._ahead = None

    def _taken_ahead(self) -> bool:
        """Go on with what was asked for ahead, but not of another client, nor if it could not be read."""
        ahead = self._ahead
        if ahead is None or ahead.client_id != self.client_id or isinstance(ahead.answer, LoadFailed):
            return False
        self._asked, self._ahead = ahead, None
        if answer := ahead.show_on(self):
            self._take(answer)
        else:
            self._show()
        return True

    def _take(self, answer: ClientLoaded | LoadFailed) -> None:
        """Show the page that has come, or why none has. The next client's is asked for while one is read,
        but not from an address, where each would cost.
        """
        self._loading = False
        if isinstance(answer, LoadFailed):
            self._error = textsafe.clean(answer.sentence)
            self._show()
            return
        self._error, self._page = "", answer.page
        self._show()
        client_id = self._beside(self._step)
        if client_id and not is_address(answer.page.info.target):
            self._ahead = self._request(client_id)

    def _beside(self, step: int) -> str:
        """The client so many further on the board; empty where there is none."""
        at = self._order.index(self.client_id) + step if self.client_id in self._order else -1
        return self._order[at] if 0 <= at < len(self._order) else ""

    def _go_to(self, client_id: str) -> None:
        """Show another client from the top: at once where the page was read ahead or is nearly so."""
        self.client_id, self._page, self._error, self._current = client_id, None, "", "facts"
        for column in self._columns():
            column.scroll_home(animate=False, immediate=True)
        if not self._taken_ahead():
            self._ask()
            self._show()

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
        noted = filled and bool(self._error or stopped(page))
        self.bare = not filled
        self.query_one("#client").display = filled
        self.query_one("#state").display = not filled
        self.query_one("#banner").display = noted
        if not filled:
            self.query_one("#state", Lines).show(partial(states.state, page, self._error, self._who()))
        if noted and page is not None:
            self.query_one("#banner", Lines).show(partial(banner, page, "page", self._error))
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
        found = parts.sections(page, self._view, names_hidden=hidden, short=not wide and not self._alone)
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
        busy = titles.busy(self._loading, self._error) if page else ""
        return parts.title(page, self._view, width, who=self._who(), names_hidden=hidden, busy=busy)

    def _who(self) -> str:
        """As on the board, from the first moment on: the page is still being asked for."""
        page, board, hidden = self._page, self.board_app.board.snapshot, self.board_app.names_hidden
        name = None if page is None else page.overview["name"]
        known = board and board.who_of(self.client_id, names_hidden=hidden, name=name)
        return known or facts.who(page or self.client_id, names_hidden=hidden)

    def resized(self) -> None:
        """Lay the columns out anew."""
        self._show()

    def names_changed(self) -> None:
        """Draw names or initials."""
        self._show()

    def clinic_changed(self) -> None:
        """The file has changed, or the day: ask again; the page stays until the answer comes."""
        self._ask()
        self._show()

    def focus_main(self) -> None:
        """The column of the current section."""
        self._focus_current()

    @on(Sections.Chosen)
    def _section_chosen(self, message: Sections.Chosen) -> None:
        self._choose(message.key, scroll=False)
