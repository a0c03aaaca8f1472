"""The board: four panes of clients and, where there is room, the panel of the selected one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from caseboard import textsafe
from caseboard.tui import detail, layout, states
from caseboard.tui.commands import bindings
from caseboard.tui.loader import Loader
from caseboard.tui.messages import BoardLoaded, LoadFailed
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.snapshot import PANES, Snapshot
from caseboard.tui.widgets.lines import CursorLines, Lines, OneLine, TextLines
from caseboard.tui.widgets.pane import Pane
from caseboard.tui.words import Line, Span


class BoardScreen(BaseScreen):
    """The caseload on one date."""

    BINDINGS = bindings("board")

    def __init__(self, loader: Loader, as_of: date | None) -> None:
        super().__init__()
        self._loader = loader
        self._as_of = as_of
        self._snapshot: Snapshot | None = None
        self._loading = True
        self._error = ""
        self._current = 0

    def body(self) -> ComposeResult:
        """Title, what went wrong, panes, panel."""
        yield OneLine(self._title, id="title")
        yield Lines(id="banner")
        yield Lines(id="state")
        with Horizontal(id="board"):
            with Vertical(id="panes"):
                yield OneLine(self._heading, id="heading")
                for number in range(len(PANES)):
                    yield Pane(number)
            yield TextLines(id="panel")

    def on_mount(self) -> None:
        """Ask for the board; the chrome is painted meanwhile."""
        super().on_mount()
        self._show_state()
        self.call_after_refresh(self._ask)

    def on_unmount(self) -> None:
        """Stop what is still being asked."""
        self._loader.cancel()

    # What comes from the loader

    @on(BoardLoaded)
    def _board_loaded(self, message: BoardLoaded) -> None:
        if message.number != self._loader.number:
            return
        selected = self._selected_id()
        first = self._snapshot is None
        self._loading, self._error, self._snapshot = False, "", message.snapshot
        for pane in self._panes():
            pane.present(message.snapshot, selected)
        self._place_cursor(selected, first=first)
        self._show_state()

    @on(LoadFailed)
    def _load_failed(self, message: LoadFailed) -> None:
        if message.number != self._loader.number:
            return
        self._loading, self._error = False, textsafe.clean(message.sentence)
        self._show_state()

    def _place_cursor(self, selected: Any, *, first: bool) -> None:
        """Back to the client who was selected, wherever the client stands now."""
        assert self._snapshot is not None
        panes = self._panes()
        at = next(
            (pane.number for pane in panes if selected is not None and self._has(pane, selected)),
            None,
        )
        if at is None and (first or not panes[self._current].count):
            at = next((pane.number for pane in panes if pane.count), 0)
        self._use(self._current if at is None else at)

    def _has(self, pane: Pane, client_id: Any) -> bool:
        row = pane.row()
        return self._snapshot is not None and row is not None and self._snapshot.client_id(row) == client_id

    # What is on screen

    def _show_state(self) -> None:
        """Loading, error, empty or the board; an error over an older board leaves it on screen."""
        snapshot = self._snapshot
        filled = snapshot is not None and bool(snapshot.rows)
        if not filled:
            self.query_one("#state", Lines).show(partial(states.state, snapshot, self._error))
        noted = snapshot is not None and bool(self._error or states.stopped(snapshot))
        self.query_one("#board").display = filled
        self.query_one("#state").display = not filled
        self.query_one("#banner").display = noted
        if noted:
            self.query_one("#banner", Lines).show(partial(states.banner, snapshot, self._error))
        self._lay()
        self._refresh_lines()
        self._show_panel()

    def _title(self, width: int) -> Line:
        busy = "loading" if self._loading else "not up to date" if self._error and self._snapshot else ""
        return layout.title(self._snapshot, names_hidden=self.board_app.names_hidden, width=width, busy=busy)

    def _heading(self, width: int) -> Line:
        if self._snapshot is None:
            return ()
        # The panes keep a column for the cursor's mark and one for the scroll bar.
        chosen = layout.columns(
            width - 2,
            names_hidden=self.board_app.names_hidden,
            snapshot=self._snapshot,
            panel=bool(layout.panel_width(self.app.size.width)),
        )
        return (Span(" "), Span(layout.heading(chosen), "muted"))

    def _lay(self) -> None:
        """Share the height among the panes, and give the panel its width."""
        width, height = self.app.size
        panel = layout.panel_width(width)
        side = self.query_one("#panel")
        side.display = bool(panel)
        side.styles.width = panel
        panes = self._panes()
        banner = self.query_one("#banner", Lines)
        taken = 3 + len(PANES) + (len(banner.lines()) if banner.display else 0)
        wanted = [pane.wanted(width - panel - 1) for pane in panes]
        for pane, rows in zip(panes, layout.share(wanted, max(height - taken, len(PANES))), strict=True):
            pane.styles.height = rows + 1
            pane.names_hidden = self.board_app.names_hidden
            pane.panel_shown = bool(panel)

    def _refresh_lines(self) -> None:
        for name in ("#title", "#heading"):
            self.query_one(name).refresh()
        for pane in self._panes():
            pane.refresh()

    def _show_panel(self) -> None:
        snapshot, pane = self._snapshot, self._panes()[self._current]
        row = pane.row()
        panel = self.query_one("#panel", TextLines)
        if snapshot is None or row is None:
            panel.border_title = ""
            panel.show(partial(states.sentence, "No client is selected.", tone="muted"))
            return
        client = snapshot.client(row)
        hidden = self.board_app.names_hidden
        panel.border_title = textsafe.content(detail.header(client, names_hidden=hidden))
        panel.show(lambda width: detail.panel(snapshot, client, pane.number, width))

    def resized(self) -> None:
        """Lay the panes out anew."""
        self._lay()
        self._refresh_lines()

    def focus_first(self) -> None:
        """The pane in use."""
        self._use(self._current)

    def names_changed(self) -> None:
        """Draw names or initials."""
        self._lay()
        self._refresh_lines()
        self._show_panel()

    # The cursor

    def _panes(self) -> list[Pane]:
        return list(self.query(Pane))

    def _selected_id(self) -> Any:
        row = self._panes()[self._current].row()
        return None if self._snapshot is None or row is None else self._snapshot.client_id(row)

    def _use(self, number: int) -> None:
        panes = self._panes()
        self._current = number
        for pane in panes:
            pane.current = pane.number == number
        if self.focused is not panes[number]:
            self.set_focus(panes[number], scroll_visible=False)  # at once: the next key is for it

    @on(CursorLines.Moved)
    def _moved(self, message: CursorLines.Moved) -> None:
        if isinstance(message.source, Pane) and message.source.has_focus:
            self._current = message.source.number
            for pane in self._panes():
                pane.current = pane.number == self._current
            self._show_panel()

    @on(CursorLines.Edge)
    def _edge(self, message: CursorLines.Edge) -> None:
        panes = self._panes()
        number = self._current + message.step
        while 0 <= number < len(panes) and not panes[number].count:
            number += message.step
        if 0 <= number < len(panes):
            panes[number].cursor = 0 if message.step > 0 else panes[number].count - 1
            self._use(number)

    # Commands

    def action_pane(self, number: int) -> None:
        """Go to a pane."""
        self._use(number)

    def action_reload(self) -> None:
        """Ask again."""
        self._ask()
        self._show_state()

    def action_why(self) -> None:
        """Show the queries behind the selected client's flags."""
        row = self._panes()[self._current].row()
        if self._snapshot is None or row is None:
            return
        from caseboard.tui.screens.sql import SqlScreen

        self.app.push_screen(SqlScreen(self._snapshot, self._snapshot.client(row)))

    def _ask(self) -> None:
        self._loading = True
        self._loader.load(self, self._as_of)
