"""The SQL behind a flag: what was found about a client, and the query, thresholds and source of each."""

from __future__ import annotations

from functools import partial

from textual import on

from caseboard import textsafe
from caseboard.tui import explain, order, ports, titles
from caseboard.tui.loader import Loader
from caseboard.tui.messages import LoadFailed, StandingLoaded
from caseboard.tui.screens.listing import ListingScreen
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.words import Line


def _standing(client_id: str, snapshot: Snapshot, clinic: ports.Clinic, number: int) -> StandingLoaded:
    return StandingLoaded(number, order.standing(clinic, client_id, snapshot.as_of))


class SqlScreen(ListingScreen):
    """Flags and criteria of one client and the place in the order."""

    def __init__(self, snapshot: Snapshot, client: Row, loader: Loader) -> None:
        self._snapshot = snapshot
        self._client = client
        self._loader = loader
        self._standing: order.Standing | None = None
        self._error = ""
        self._findings = explain.findings(snapshot, client["client_id"])
        super().__init__(self._findings, f" Flags and criteria · {len(self._findings) - 1} ")

    def on_mount(self) -> None:
        """List what was found, and ask for the place in the order."""
        super().on_mount()
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
            self.show()

    @on(LoadFailed)
    def _failed(self, message: LoadFailed) -> None:
        if message.number == self._loader.number:
            self._error = textsafe.clean(message.sentence)
            self.show()

    def page_title(self, width: int) -> Line:
        """Whose flags they are."""
        hidden = self.board_app.names_hidden
        name = self._snapshot.who(self._client, names_hidden=hidden)
        return titles.page_title(
            "Why: ", name, self._snapshot, names_hidden=hidden, width=width, busy=self._busy
        )

    def whole(self, at: int, width: int, *, names_hidden: bool) -> list[Line]:
        """A finding: its row, its parameters, its source, its file, and how it did here."""
        finding = self._findings[at]
        told = order.told_lines(self._standing, str(finding.row["rule"]), self._error, width)
        return explain.explain(
            self._snapshot, self._client, finding, width, names_hidden=names_hidden, told=told
        )
