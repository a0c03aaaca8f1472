"""A list, and what its cursor stands on told whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from caseboard import textsafe
from caseboard.tui import layout
from caseboard.tui.commands import bindings
from caseboard.tui.screens.base import KeptScreen
from caseboard.tui.widgets.ground import Under
from caseboard.tui.widgets.lines import CursorLines, OneLine, TextLines
from caseboard.tui.words import Line, Span

if TYPE_CHECKING:
    from caseboard.tui.client.behind import Behind
    from caseboard.tui.explain import Finding


class ListingScreen(KeptScreen):
    """`found` on the left (or above), and the one under the cursor on the right, as `whole` tells it."""

    BINDINGS = bindings("page")
    MAIN = "#findings"

    def __init__(self, found: Sequence[Finding | Behind], heading: str) -> None:
        super().__init__()
        self._listed = found
        self._heading = heading
        self._at = -1  # of the one that is told

    def body(self) -> ComposeResult:
        """Title, list, text."""
        yield OneLine(self.page_title, id="title")
        with Under(id="why"):
            yield CursorLines(id="findings")
            yield TextLines(id="text")

    def page_title(self, width: int) -> Line:
        """What it is about, and what says that this is not today's real board."""
        raise NotImplementedError

    def whole(self, at: int, width: int, *, names_hidden: bool) -> list[Line]:
        """One of the list, in lines of at most `width` cells."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """List what was found."""
        super().on_mount()
        findings = self.query_one("#findings", CursorLines)
        findings.border_title = textsafe.content(self._heading)
        findings.current = True
        findings.fill(len(self._listed), self._line)
        findings.focus()
        self.show()

    def _line(self, at: int, width: int) -> Line:
        one = self._listed[at]
        text = textsafe.fit(f"{one.title}: {one.word}", max(width - 3, 1))
        return (Span(textsafe.fit(one.glyph, 3), one.tone), Span(text))

    @on(CursorLines.Moved)
    def show(self) -> None:
        """Tell of what the cursor stands on."""
        at, hidden = self.query_one("#findings", CursorLines).cursor, self.board_app.names_hidden
        same, self._at = at == self._at, at
        self.query_one("#text", TextLines).show(
            lambda width: self.whole(at, width, names_hidden=hidden), stay=same
        )

    def resized(self) -> None:
        """Side by side where there is room."""
        narrow = self.app.size.width < layout.PANEL_FROM
        self.set_class(narrow, "-narrow")
        height = min(len(self._listed), self.app.size.height // 3) + 1
        self.query_one("#findings").styles.height = height if narrow else "1fr"

    def names_changed(self) -> None:
        """Draw the name or the initials."""
        self.query_one("#title").refresh()
        self.show()
