"""What changed since the date of the board, client by client."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from caseboard.tui import changes, words
from caseboard.tui.changes import Change
from caseboard.tui.commands import bindings
from caseboard.tui.screens.base import KeptScreen
from caseboard.tui.snapshot import Snapshot
from caseboard.tui.widgets.lines import CursorLines, Lines, OneLine
from caseboard.tui.words import Line


class ChangesScreen(KeptScreen):
    """Changes as rows; under them the selected one in full."""

    BINDINGS = bindings("page")
    MAIN = "#changes"

    def __init__(self, then: Snapshot, found: tuple[Change, ...]) -> None:
        super().__init__()
        self._then = then
        self._found = found

    def body(self) -> ComposeResult:
        """Title, changes, the whole of one."""
        yield OneLine(self._title, id="title")
        yield CursorLines(id="changes")
        yield Lines(id="whole")

    def on_mount(self) -> None:
        """List the changes."""
        super().on_mount()
        self._work_out_names()
        rows = self.query_one("#changes", CursorLines)
        rows.current = True
        rows.fill(len(self._found), self._line, empty=lambda width: words.wrapped(changes.NONE, width))
        rows.focus()
        self._show()

    def _title(self, width: int) -> Line:
        hidden = self.board_app.names_hidden
        return changes.title(self._then, len(self._found), names_hidden=hidden, width=width, busy=self._busy)

    def _work_out_names(self) -> None:
        """Work out what everybody is called: at every move of the cursor it would take too long."""
        hidden = self.board_app.names_hidden
        self._names = changes.names(self._then, self._found, names_hidden=hidden)
        self._lines = changes.lines(self._found, self._names, names_hidden=hidden)

    def _line(self, at: int, width: int) -> Line:
        return self._lines(at, width)

    @on(CursorLines.Moved)
    def _show(self) -> None:
        whole = self.query_one("#whole", Lines)
        if not self._found:
            whole.show(lambda width: ())
            return
        change = self._found[self.query_one("#changes", CursorLines).cursor]
        who = self._names[str(change.client["client_id"])]
        whole.show(lambda width: words.wrapped(f"{who}: {change.said}", width, most=3))

    def names_changed(self) -> None:
        """Draw names or initials."""
        self._work_out_names()
        for name in ("#title", "#changes"):
            self.query_one(name).refresh()
        self._show()

    def action_scroll_text(self, pages: int) -> None:
        """A page down or up."""
        self.query_one("#changes", CursorLines).action_page(pages)
