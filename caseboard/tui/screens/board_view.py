"""What stands on the board's screen: title, panes, panel, and what is said when one of them is not there."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from caseboard import textsafe
from caseboard.tui import arrange, layout, states, titles, watching, words
from caseboard.tui.loader import Loader, once
from caseboard.tui.messages import BoardLoaded, LoadFailed
from caseboard.tui.screens.board_watch import BoardWatch
from caseboard.tui.screens.exporting import Taken, of_before
from caseboard.tui.widgets.ground import Beside
from caseboard.tui.widgets.lines import Lines, OneLine, TextLines
from caseboard.tui.widgets.panes import Panes
from caseboard.tui.words import Line, Span

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Row, Snapshot


class BoardView(BoardWatch):
    """The caseload on one date, as it is shown. What the keys do stands in `screens.board`."""

    def __init__(self, loader: Loader, as_of: date | None) -> None:
        super().__init__(loader, as_of)
        self._in_panel: object = None
        self._panel_title = ""

    @property
    def panes(self) -> Panes:
        """The four panes."""
        return self.query_one(Panes)

    def body(self) -> ComposeResult:
        """Title, what is filtered, what went wrong, panes, panel."""
        yield OneLine(self._title, id="title")
        yield OneLine(self._view_line, id="view")
        yield Lines(id="banner")
        yield Lines(id="state")
        with Beside(id="board"):
            yield Panes()
            yield TextLines(id="panel")

    def on_mount(self) -> None:
        """Ask for the board; the chrome is painted meanwhile."""
        super().on_mount()
        self._show_state()
        self.call_after_refresh(self._ask)

    # What comes from the loader

    @on(BoardLoaded)
    def _board_loaded(self, message: BoardLoaded) -> None:
        if message.number != self._loader.number:
            return
        if self.snapshot is None:
            self.refresh_bindings()
        failed, self._loading, self._error, self._board = bool(self._error), False, "", message
        self._stamp, self._usual = message.snapshot.stamp, message.usual
        warm = once(message.finder.warm)
        self.run_worker(warm, name="orders", group="orders", thread=True, exit_on_error=False)
        self._show_state()
        self.panes.present(message.snapshot, message.finder, names_hidden=self.board_app.names_hidden)
        self._show_board()
        if self.prompt is not None:
            self.prompt.look_again()
        if failed:
            self._tell_others()

    @on(LoadFailed)
    def _load_failed(self, message: LoadFailed) -> None:
        if message.number != self._loader.number:
            return
        self._loading, self._error = False, textsafe.clean(message.sentence)
        # Only another day changes that a date lies ahead of the machine's own; an invented clinic may grow.
        ahead = message.usual is not None and message.usual >= watching.today()
        self._again_at = math.inf if ahead else time.monotonic() + watching.AGAIN
        self._usual_day = message.usual or self._usual_day
        self._show_state()
        self._show_board()

    # What is on screen

    def _show_state(self) -> None:
        """Loading, error, empty or the board; an error over an older board leaves it on screen."""
        snapshot = self.snapshot
        filled = snapshot is not None and bool(snapshot.rows)
        if not filled:
            self.query_one("#state", Lines).show(partial(states.state, snapshot, self._error, self.usual_day))
        error = self._error if filled else ""  # else it stands in place of the board
        noted = snapshot is not None and bool(error or states.stopped(snapshot))
        self.bare = not filled and (bool(self._error) or snapshot is not None)
        if self.bare and self.prompt is not None and self.prompt.kind == "filter":
            self.stop_asking()
        self.query_one("#board").display = filled
        self.query_one("#state").display = not filled
        self.query_one("#banner").display = noted
        if noted:
            self.query_one("#banner", Lines).show(partial(states.banner, snapshot, "board", error))
        self.query_one("#title").refresh()
        self._lay()

    def _show_board(self) -> None:
        """After the rows or the names have changed."""
        self._show_rows()
        self._show_panel()

    def _show_rows(self) -> None:
        """The panes alone."""
        self._lay()
        self.query_one("#title").refresh()

    def _title(self, width: int) -> Line:
        hidden = self.board_app.names_hidden
        return titles.board_title(self.snapshot, names_hidden=hidden, width=width, busy=self.busy)

    def _view_said(self, width: int) -> str:
        panes, changes = self.panes, self._board.changes if self._board is not None else None
        safety = (panes.hidden_safety, panes.unseen_safety)
        since = "" if changes is None else f"{words.plural(len(changes), 'change')} since then · w lists them"
        return arrange.whole(panes.view, self.snapshot, panes.shown, safety, since, width)

    def _view_line(self, width: int) -> Line:
        return (Span(" "), Span(textsafe.fit(self._view_said(width - 1), max(width - 1, 0)), "title"))

    def _lay(self) -> None:
        """Share the height among the panes, and give the panel its width."""
        width, height = self.app.size
        panel = layout.panel_width(width)
        side = self.query_one("#panel")
        side.display = bool(panel)
        side.styles.width = panel
        view, banner = self.query_one("#view"), self.query_one("#banner", Lines)
        view.display = self.prompt is None and bool(self._view_said(width))
        view.refresh()
        taken = 2 + (self.prompt.rows() if self.prompt is not None else view.display)
        taken += len(banner.lines()) if banner.display else 0
        self.panes.lay(width - panel, height - taken, panel_shown=bool(panel))

    def selected(self) -> tuple[Snapshot, Row, int] | None:
        """The board, the client under the cursor, and the client's pane."""
        row = self.panes.row()
        if self.snapshot is None or row is None:
            return None
        return self.snapshot, self.snapshot.client(row), self.panes.current

    def told_of(self, client_id: str, as_of: date | None) -> tuple[Snapshot, Row, int] | None:
        """What the board says of a client, if it is the board of that date and the client is on it. None is
        the usual date.
        """
        snapshot = self.snapshot
        row = None if snapshot is None else snapshot.row_of(client_id)
        if snapshot is None or row is None or snapshot.as_of != (as_of or snapshot.info.default_as_of):
            return None
        pane = next(at for at, rows in enumerate(snapshot.panes) if row in rows)
        return snapshot, snapshot.client(row), pane

    def _taken(self, snapshot: Snapshot, rows: Sequence[int], pane: int) -> Taken:
        """A pane's rows as they are now; as they were when it was asked, where the board is of another day by
        now: the file's name tells the day.
        """
        from caseboard.tui.export import pane_sheet

        now, old = self.snapshot, of_before("The board is", self.busy)
        if now is not None and now.as_of == snapshot.as_of:
            snapshot, rows = now, self.panes.rows(pane)
        else:
            old = " The board is of another day now."
        told = words.plural(whole := len(snapshot.panes[pane]), "row")
        return Taken(
            lambda hidden: pane_sheet(snapshot, rows, pane, names_hidden=hidden),
            f"{len(rows):,} of {told} (filtered)" if len(rows) < whole else told,
            f"As of {words.long_day(snapshot.as_of)}.{old}",
        )

    def _show_panel(self) -> None:
        panel = self.query_one("#panel", TextLines)
        selected, row = self.selected(), self.panes.row()
        title = ""
        draw: layout.Maker = partial(states.sentence, "No client is selected.", tone="muted")
        if selected is not None:
            from caseboard.tui import detail

            title = detail.header(*selected[:2], names_hidden=self.board_app.names_hidden)
            draw = partial(detail.panel, *selected)
        if title != self._panel_title:  # a new title has the whole panel drawn
            self._panel_title = title
            panel.border_title = textsafe.content(title)
        shown = (id(self.snapshot), row, self.panes.current)
        if shown != self._in_panel:  # else it is drawn, and read to some place; no name stands in it
            self._in_panel = shown
            panel.show(draw)
            self._read_ahead_later()

    def asked(self) -> None:
        """A question takes a line, or gives it back."""
        self._lay()

    def resized(self) -> None:
        """Lay the panes out anew."""
        self._show_rows()

    def focus_main(self) -> None:
        """The pane in use."""
        self.panes.use(self.panes.current)

    def names_changed(self) -> None:
        """Draw names or initials."""
        super().names_changed()
        filtered = self.panes.view.text
        self.panes.hide_names(self.board_app.names_hidden)
        if filtered and not self.panes.view.text:
            self.board_app.say("The filter is cleared, for it may say a name.")
            if self.prompt is not None and self.prompt.kind == "filter":
                self.stop_asking()
        self._show_board()

    @on(Panes.Selected)
    def _client_selected(self) -> None:
        self._show_panel()
        if self.panes.alone:
            self._lay()  # what it hides is said, or is said no more
