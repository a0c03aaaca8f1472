"""The SQL behind a flag: what was found about a client, and the query, thresholds and source of each."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult

from caseboard import textsafe
from caseboard.tui import explain, layout, order, ports
from caseboard.tui.commands import bindings
from caseboard.tui.loader import Before, Loader
from caseboard.tui.messages import LoadFailed, StandingLoaded
from caseboard.tui.screens.base import KeptScreen
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.widgets.ground import Under
from caseboard.tui.widgets.lines import CursorLines, OneLine, TextLines
from caseboard.tui.words import Line, Span


def _standing(
    client_id: str, snapshot: Snapshot, clinic: ports.Clinic, number: int, before: Before
) -> StandingLoaded:
    return StandingLoaded(number, order.standing(clinic, client_id, snapshot.as_of, before))


class SqlScreen(KeptScreen):
    """Flags and criteria of one client and the place in the order, and what stands behind each."""

    BINDINGS = bindings("page")

    def __init__(self, snapshot: Snapshot, client: Row, loader: Loader) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._client = client
        self._loader = loader
        self._standing: order.Standing | None = None
        self._error = ""
        self._findings = explain.findings(snapshot, client["client_id"])

    def body(self) -> ComposeResult:
        """Title, findings, text."""
        yield OneLine(self._title, id="title")
        with Under(id="why"):
            yield CursorLines(id="findings")
            yield TextLines(id="text")

    def on_mount(self) -> None:
        """List what was found."""
        super().on_mount()
        findings = self.query_one("#findings", CursorLines)
        findings.border_title = textsafe.content(f" Flags and criteria · {len(self._findings) - 1} ")
        findings.current = True
        findings.fill(len(self._findings), self._line)
        findings.focus()
        self._show()
        self.call_after_refresh(self._ask)

    def on_unmount(self) -> None:
        """Stop what is still being asked."""
        self._loader.cancel()

    def _ask(self) -> None:
        client_id = str(self._client["client_id"])
        self._loader.start(self, "place in the order", partial(_standing, client_id, self._snapshot))

    @on(StandingLoaded)
    def _loaded(self, message: StandingLoaded) -> None:
        if message.number == self._loader.number:
            self._standing = message.standing
            self._show()

    @on(LoadFailed)
    def _failed(self, message: LoadFailed) -> None:
        if message.number == self._loader.number:
            self._error = textsafe.clean(message.sentence)
            self._show()

    def _title(self, width: int) -> Line:
        hidden, found = self.board_app.names_hidden, self._snapshot
        name = found.who(self._client, names_hidden=hidden)
        return layout.page_title(
            "Why: ",
            name,
            found.info,
            found.as_of,
            len(found.changed),
            names_hidden=hidden,
            width=width,
            busy=self._busy,
        )

    def _line(self, at: int, width: int) -> Line:
        finding = self._findings[at]
        text = textsafe.fit(f"{finding.title}: {finding.word}", max(width - 3, 1))
        return (Span(textsafe.fit(finding.glyph, 3), finding.tone), Span(text))

    @on(CursorLines.Moved)
    def _moved(self) -> None:
        self._show()

    def _show(self) -> None:
        finding = self._findings[self.query_one("#findings", CursorLines).cursor]
        hidden = self.board_app.names_hidden
        told = partial(order.record_lines, self._standing, str(finding.row["rule"]))
        if finding.row["rule"] == order.NAME:
            told = partial(order.order_lines, self._standing, self._error)
        self.query_one("#text", TextLines).show(
            lambda width: explain.explain(
                self._snapshot, self._client, finding, width, names_hidden=hidden, told=told(width)
            )
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
