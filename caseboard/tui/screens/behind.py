"""What stands behind a section of a client's page: its queries and rules, and each of them whole."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from caseboard import textsafe
from caseboard.tui import layout
from caseboard.tui.client import behind, facts
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.page import Section
from caseboard.tui.commands import bindings
from caseboard.tui.screens.base import KeptScreen
from caseboard.tui.widgets.ground import Under
from caseboard.tui.widgets.lines import CursorLines, OneLine, TextLines
from caseboard.tui.words import Line, Span


class BehindScreen(KeptScreen):
    """Queries and rules on the left (or above), and the one under the cursor on the right."""

    BINDINGS = bindings("page")

    def __init__(self, page: ClientPage, section: Section) -> None:
        super().__init__()
        self._page = page
        self._section = section
        self._found = behind.behind(page, section)

    def body(self) -> ComposeResult:
        """Title, list, text."""
        yield OneLine(self._title, id="title")
        with Under(id="why"):
            yield CursorLines(id="findings")
            yield TextLines(id="text")

    def on_mount(self) -> None:
        """List what there is."""
        super().on_mount()
        found = self.query_one("#findings", CursorLines)
        found.border_title = textsafe.content(f" Behind it · {len(self._found)} ")
        found.current = True
        found.fill(len(self._found), self._line)
        found.focus()
        self._show()

    def _title(self, width: int) -> Line:
        hidden, page = self.board_app.names_hidden, self._page
        text = f"{self._section.name} of {facts.who(page, names_hidden=hidden)}"
        changed = len(page.changed)
        return layout.page_title(
            "Where it is from: ",
            text,
            page.info,
            page.as_of,
            changed,
            names_hidden=hidden,
            width=width,
            busy=self._busy,
        )

    def _line(self, at: int, width: int) -> Line:
        one = self._found[at]
        text = textsafe.fit(f"{one.title}: {one.word}", max(width - 3, 1))
        return (Span(textsafe.fit(one.glyph, 3), one.tone), Span(text))

    @on(CursorLines.Moved)
    def _moved(self) -> None:
        self._show()

    def _show(self) -> None:
        one = self._found[self.query_one("#findings", CursorLines).cursor]
        hidden = self.board_app.names_hidden
        self.query_one("#text", TextLines).show(
            lambda width: behind.behind_lines(self._page, one, width, names_hidden=hidden)
        )

    def resized(self) -> None:
        """Side by side where there is room."""
        narrow = self.app.size.width < layout.PANEL_FROM
        self.set_class(narrow, "-narrow")
        height = min(len(self._found), self.app.size.height // 3) + 1
        self.query_one("#findings").styles.height = height if narrow else "1fr"

    def focus_first(self) -> None:
        """The list."""
        self.query_one("#findings").focus()

    def names_changed(self) -> None:
        """Draw the name or the initials."""
        self.query_one("#title").refresh()
        self._show()
