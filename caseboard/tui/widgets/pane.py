"""A pane of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.cache import LRUCache

from caseboard import textsafe
from caseboard.tui import layout, words
from caseboard.tui.arrange import Arranged, View
from caseboard.tui.reasons import nobody
from caseboard.tui.widgets.lines import CursorLines
from caseboard.tui.words import PANE_TITLES, Line

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Snapshot


class Pane(CursorLines):
    """The clients of one pane, in the order of the view, drawn from the rows of the result."""

    def __init__(self, number: int) -> None:
        super().__init__(id=f"pane-{number + 1}", classes="pane")
        self.number = number
        self._snapshot: Snapshot | None = None
        self._rows: tuple[int, ...] = ()
        self._asked: tuple[int, bool, bool] | None = None  # what the columns and the lines were made for
        self._columns: tuple[layout.Column, ...] = ()
        self._made: LRUCache[int, Line] = LRUCache(1000)
        self.names_hidden = True
        self.panel_shown = True
        self._title = ""
        self._height = 0
        self._why_nobody = ""
        self.entitle()

    def present(self, snapshot: Snapshot, arranged: Arranged, view: View, client_id: object = None) -> None:
        """Show a board; the cursor goes to the client, or stays where it was."""
        if snapshot is not self._snapshot:
            self._asked, self._why_nobody = None, ""
        self._snapshot = snapshot
        self._rows = rows = arranged.panes[self.number]
        client = None if client_id is None else snapshot.row_of(client_id)
        at = rows.index(client) if client is not None and client in rows else self.cursor
        self.fill(
            len(rows),
            self._line,
            cursor=at,
            empty=self._nobody(view, arranged),
            headings=layout.band(arranged.new_safety, len(rows)) if self.number == 0 else [],
        )
        self.entitle()

    def _nobody(self, view: View, arranged: Arranged) -> layout.Maker:
        """Why the pane is empty; of a whole board, every row of which may be asked, worked out when it is
        first drawn.
        """
        snapshot = self._snapshot
        assert snapshot is not None
        hidden = len(snapshot.panes[self.number])

        def empty(width: int) -> list[Line]:
            if view.text and hidden:
                new = arranged.hidden_safety if self.number == 0 else 0
                without = words.plural(hidden, "client") + " without it"
                safety = f", {new:,} with unanswered safety" if new else ""
                sentence = f"Nobody here matches the filter; {without}{safety}."
            else:
                sentence = self._why_nobody = self._why_nobody or nobody(snapshot, self.number)
            return words.wrapped(sentence, width, "muted", most=2)

        return empty

    def entitle(self) -> None:
        """Say the pane's number, name, count, and which rows are in sight when not all are."""
        title = f"{self.number + 1} {PANE_TITLES[self.number]}"
        if self._snapshot is not None:
            title = layout.pane_title(self.number, self.count, self.rows_in_sight())
        if title != self._title:  # a new title has the whole pane drawn
            self._title = title
            self.border_title = textsafe.content(f" {title} ")

    def rows_in_sight(self) -> tuple[int, int] | None:
        """The first and the last row in sight; None when all are."""
        height, lines = self.in_sight(), self.count + len(self._headings)
        if not 0 < height < lines or not self.count:
            return None
        top = self.scroll_offset.y
        rows = [row for line in (top, top + 1) if isinstance(row := self.row_at(line), int)]
        last = [row for line in range(min(top + height, lines) - 1, top - 1, -1)
                if isinstance(row := self.row_at(line), int)][:1]  # fmt: skip
        return (rows[0] + 1, last[0] + 1) if rows and last else None

    def in_sight(self) -> int:
        """How many lines are in sight, before the layout as after it: else all is drawn twice."""
        return self._height

    def take(self, height: int) -> None:
        """Have so many lines below the title."""
        self._height = height
        self.styles.height = height + 1
        self.keep_in_sight()
        self.entitle()

    def wanted(self, width: int) -> int:
        """How many lines the pane would fill."""
        return self.count + len(self._headings) if self.count else max(len(self._empty(width - 1)), 1)

    def acting(self) -> CursorLines:
        """The pane in use."""
        return next((pane for pane in self.screen.query(Pane) if pane.current), self)

    def row(self) -> int | None:
        """The board's row under the cursor; None in an empty pane."""
        return self._rows[self.cursor] if self._snapshot is not None and self.count else None

    def on_resize(self) -> None:
        """The rows in sight have changed."""
        self.entitle()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The rows in sight have changed."""
        super().watch_scroll_y(old_value, new_value)
        self.entitle()

    def _line(self, at: int, width: int) -> Line:
        snapshot, asked = self._snapshot, (width, self.names_hidden, self.panel_shown)
        assert snapshot is not None
        if self._asked != asked:
            self._asked = asked
            self._made.clear()
            self._columns = layout.columns(
                width, names_hidden=self.names_hidden, snapshot=snapshot, panel=self.panel_shown
            )
        row = self._rows[at]
        line = self._made.get(row)
        if line is None:
            line = layout.cells(
                snapshot, snapshot.client(row), self.number, self._columns, names_hidden=self.names_hidden
            )
            self._made[row] = line
        return line
