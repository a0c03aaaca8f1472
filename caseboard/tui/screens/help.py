"""Help: the signs and the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from caseboard.tui.commands import bindings
from caseboard.tui.manual import help_lines
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.widgets.lines import OneLine, TextLines
from caseboard.tui.words import Span, line


class HelpScreen(BaseScreen):
    """Signs and keys."""

    BINDINGS = bindings("page")

    def __init__(
        self, changed: Sequence[str] = (), keys: Mapping[str, str] | None = None, *, ascii_only: bool = False
    ) -> None:
        super().__init__(id="help")
        self._ascii = ascii_only
        self._changed = changed
        self._keys = keys or {}

    def body(self) -> ComposeResult:
        """Title and text."""
        yield OneLine(lambda width: line(" ", Span("Help", "title")), id="title")
        yield TextLines(id="text")

    def on_mount(self) -> None:
        """Write the help."""
        super().on_mount()
        text = self.query_one("#text", TextLines)
        text.show(lambda width: help_lines(width, self._changed, self._keys, ascii_only=self._ascii))
        text.focus()
