"""A pane of the board."""

from __future__ import annotations

from caseboard import textsafe
from caseboard.tui import layout, words
from caseboard.tui.reasons import nobody
from caseboard.tui.snapshot import PANE_TITLES, Snapshot
from caseboard.tui.widgets.lines import CursorLines
from caseboard.tui.words import Line, Span


class Pane(CursorLines):
    """The clients of one pane, in the order of the query, drawn from the rows of the result."""

    def __init__(self, number: int) -> None:
        super().__init__(id=f"pane-{number + 1}", classes="pane")
        self.number = number
        self._snapshot: Snapshot | None = None
        self.names_hidden = True
        self.panel_shown = True
        self.entitle()

    def present(self, snapshot: Snapshot, client_id: object = None) -> None:
        """Show a board; the cursor goes to the client, or stays where it was."""
        self._snapshot = snapshot
        rows = snapshot.panes[self.number]
        at = next((at for at, row in enumerate(rows) if snapshot.client_id(row) == client_id), None)
        sentence = nobody(snapshot, self.number)

        def empty(width: int) -> list[Line]:
            return [(Span(text, "muted"),) for text in words.wrap(sentence, width, most=2)]

        self.fill(len(rows), self._line, cursor=self.cursor if at is None else at, empty=empty)
        self.entitle()

    def entitle(self) -> None:
        """Say the pane's number, name, count, and which rows are in sight when not all are."""
        if self._snapshot is None:
            title = f"{self.number + 1} {PANE_TITLES[self.number]}"
            self.border_title = textsafe.content(f" {title} ")
            return
        height = self.scrollable_content_region.height
        shown = None
        if 0 < height < self.count:
            top = self.scroll_offset.y
            shown = (top + 1, min(top + height, self.count))
        title = layout.pane_title(self.number, self.count, shown)
        self.border_title = textsafe.content(f" {title} ")

    def wanted(self, width: int) -> int:
        """How many lines the pane would fill."""
        return self.count or max(len(self._empty(width - 1)), 1)

    def acting(self) -> CursorLines:
        """The pane in use."""
        return next((pane for pane in self.screen.query(Pane) if pane.current), self)

    def row(self) -> int | None:
        """The board's row under the cursor; None in an empty pane."""
        if self._snapshot is None or not self.count:
            return None
        return self._snapshot.panes[self.number][self.cursor]

    def on_resize(self) -> None:
        """The rows in sight have changed."""
        super().on_resize()
        self.entitle()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The rows in sight have changed."""
        super().watch_scroll_y(old_value, new_value)
        self.entitle()

    def _line(self, at: int, width: int) -> Line:
        assert self._snapshot is not None
        chosen = layout.columns(
            width, names_hidden=self.names_hidden, snapshot=self._snapshot, panel=self.panel_shown
        )
        client = self._snapshot.client(self._snapshot.panes[self.number][at])
        return layout.cells(self._snapshot, client, self.number, chosen, names_hidden=self.names_hidden)
