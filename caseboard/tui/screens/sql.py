"""The SQL behind a flag: what was found about a client, and the query, thresholds and source of each."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from caseboard import textsafe
from caseboard.tui import explain, layout
from caseboard.tui.commands import bindings
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.widgets.lines import CursorLines, OneLine, TextLines
from caseboard.tui.words import Line, Span


class SqlScreen(BaseScreen):
    """Flags and criteria of one client on the left (or above), and what stands behind each on the right."""

    BINDINGS = bindings("page")

    def __init__(self, snapshot: Snapshot, client: Row) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._client = client
        self._findings = explain.findings(snapshot, client["client_id"])

    def body(self) -> ComposeResult:
        """Title, findings, text."""
        yield OneLine(self._title, id="title")
        with Container(id="why"):
            yield CursorLines(id="findings")
            yield TextLines(id="text")

    def on_mount(self) -> None:
        """List what was found."""
        super().on_mount()
        findings = self.query_one("#findings", CursorLines)
        findings.border_title = textsafe.content(f" Flags and criteria · {len(self._findings)} ")
        findings.current = True
        findings.fill(
            len(self._findings),
            self._line,
            empty=lambda width: [(Span("Nothing was said about this client.", "muted"),)],
        )
        findings.focus()
        self._show()

    def _title(self, width: int) -> Line:
        hidden, found = self.board_app.names_hidden, self._snapshot
        name = layout.client_name(self._client, names_hidden=hidden)
        return layout.page_title(
            "Why: ", name, found.info, found.as_of, len(found.changed), names_hidden=hidden, width=width
        )

    def _line(self, at: int, width: int) -> Line:
        finding = self._findings[at]
        text = textsafe.fit(f"{finding.title}: {finding.word}", max(width - 3, 1))
        return (Span(textsafe.fit(finding.glyph, 3), finding.tone), Span(text))

    @on(CursorLines.Moved)
    def _moved(self) -> None:
        self._show()

    def _show(self) -> None:
        text = self.query_one("#text", TextLines)
        if not self._findings:
            text.show(lambda width: ())
            return
        finding = self._findings[self.query_one("#findings", CursorLines).cursor]
        hidden = self.board_app.names_hidden
        text.show(
            lambda width: explain.explain(self._snapshot, self._client, finding, width, names_hidden=hidden)
        )

    def resized(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.app.size.width < layout.PANEL_FROM, "-narrow")
        findings = self.query_one("#findings", CursorLines)
        narrow = self.has_class("-narrow")
        findings.styles.height = (
            min(max(len(self._findings), 1), self.app.size.height // 3) + 1 if narrow else "1fr"
        )

    def focus_first(self) -> None:
        """The list."""
        self.query_one("#findings").focus()

    def names_changed(self) -> None:
        """Draw the name or the initials."""
        self.query_one("#title").refresh()
        self._show()

    def action_scroll_text(self, pages: int) -> None:
        """Scroll the text a page."""
        text = self.query_one("#text", TextLines)
        text.scroll_relative(y=pages * max(text.size.height - 2, 1), animate=False)

    def action_back(self) -> None:
        """Close."""
        self.dismiss()
