"""What stands behind a section of a client's page: its queries and rules, and each of them whole."""

from __future__ import annotations

from caseboard.tui import titles
from caseboard.tui.client import behind, facts
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.page import Section
from caseboard.tui.screens.listing import ListingScreen
from caseboard.tui.words import Line


class BehindScreen(ListingScreen):
    """The queries and rules of a section."""

    def __init__(self, page: ClientPage, section: Section) -> None:
        self._page = page
        self._section = section
        self._found = behind.behind(page, section)
        super().__init__(self._found, f" Behind it · {len(self._found)} ")

    def page_title(self, width: int) -> Line:
        """Which section, and of whom."""
        hidden, page = self.board_app.names_hidden, self._page
        text = f"{self._section.name} of {facts.who(page, names_hidden=hidden)}"
        return titles.page_title(
            "Where it is from: ", text, page, names_hidden=hidden, width=width, busy=self._busy
        )

    def whole(self, at: int, width: int, *, names_hidden: bool) -> list[Line]:
        """A query or rule: its source, its parameters, its rows, its file."""
        return behind.behind_lines(self._page, self._found[at], width, names_hidden=names_hidden)
