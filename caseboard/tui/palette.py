"""The palette, and what it finds beside commands: clients and saved queries. Loaded when it is opened."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.command import CommandInput, CommandPalette, Hit, Hits, Provider

from caseboard import textsafe
from caseboard.tui import ports
from caseboard.tui.arrange import folded
from caseboard.tui.words import PANE_TITLES

if TYPE_CHECKING:
    from caseboard.tui.app import CaseboardApp

MOST = 12  # hits of a kind


class _Field(CommandInput):
    def validate_value(self, value: str) -> str:
        """What is typed or pasted, made harmless: Textual would paint its control characters."""
        return textsafe.clean(value, limit=200)


class Palette(CommandPalette):
    """Textual's palette, with a line that takes no control character, not even from the clipboard."""

    def compose(self) -> ComposeResult:
        """Its widgets, with a line of our own."""
        for widget in super().compose():
            own = isinstance(widget, CommandInput)
            yield _Field(placeholder=self._placeholder, select_on_focus=False) if own else widget


def _board_app(provider: Provider) -> CaseboardApp:
    from caseboard.tui.app import CaseboardApp

    assert isinstance(provider.app, CaseboardApp)
    return provider.app


class Clients(Provider):
    """Clients by id and initials; by name, and by an id that may be one, only where names are shown."""

    async def search(self, query: str) -> Hits:
        """The first clients in whose id or name the text stands."""
        app = _board_app(self)
        snapshot, wanted, found = app.board.snapshot, folded(query).strip(), 0
        if snapshot is None or not wanted:
            return
        for pane, rows in enumerate(snapshot.panes):
            for number in rows:
                row = snapshot.client(number)
                name = snapshot.who(row, names_hidden=app.names_hidden)
                code = str(row["client_id"])
                told = textsafe.is_code(code) or not app.names_hidden  # else the id may be a name
                if wanted not in folded(name) and not (told and wanted in folded(code)):
                    continue
                shown = f"Client {name} · {PANE_TITLES[pane]}"
                run = partial(app.board.open_client, code)
                yield Hit(0.9, textsafe.content(shown), run, text=shown, help="Open the client's page")
                found += 1
                if found == MOST:
                    return


class Queries(Provider):
    """Saved queries by name and title."""

    async def startup(self) -> None:
        """Read the titles, in a thread. Textual would say nothing of an error here."""
        self._found: list[ports.Query]
        self._found, wrong = await asyncio.to_thread(_board_app(self).board.catalogue)
        if wrong:
            _board_app(self).say(wrong)

    async def search(self, query: str) -> Hits:
        """The first queries in whose name or title every word stands."""
        wanted, found = folded(query).split(), 0
        for saved in self._found:
            text = f"{saved.name} {saved.title}"
            if all(word in folded(text) for word in wanted):
                yield self._hit(saved)
                found += 1
                if found == MOST:
                    return

    def _hit(self, saved: ports.Query) -> Hit:
        shown = f"Query {saved.name} · {saved.title}"
        run = partial(_board_app(self).board.open_query, saved)
        return Hit(0.8, textsafe.content(shown), run, text=shown, help="Its rows and its SQL")
