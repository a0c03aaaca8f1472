"""The four panes under one heading: the cursor, the view, and who has how many lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from caseboard.tui import layout
from caseboard.tui.arrange import Arranged, View
from caseboard.tui.widgets.ground import Ground
from caseboard.tui.widgets.lines import CursorLines, OneLine
from caseboard.tui.widgets.pane import Pane
from caseboard.tui.words import PANES, Line, Span

if TYPE_CHECKING:
    from caseboard.tui.arrange import Finder
    from caseboard.tui.snapshot import Snapshot


class Heading(OneLine):
    """The names of the columns; a click sorts by one."""

    @dataclass
    class Clicked(Message):
        """A cell of the heading was clicked."""

        x: int

    def on_click(self, event: events.Click) -> None:
        """Tell which cell."""
        self.post_message(self.Clicked(event.x))


class Panes(Vertical, Ground):
    """Every open client in a pane. It knows who is selected; the screen knows what to do then."""

    class Selected(Message):
        """The cursor stands on another client."""

    @dataclass
    class SortAsked(Message):
        """A heading was clicked."""

        key: str

    def __init__(self) -> None:
        super().__init__(id="panes")
        self.panes = [Pane(number) for number in range(len(PANES))]
        self.current = 0
        self.view = View()
        self.alone = False
        self._names_hidden = True
        self._snapshot: Snapshot | None = None
        self._finder: Finder | None = None
        self._arranged = Arranged((), 0, 0)
        self._panel_shown = True
        self._room = (80, 20)

    def compose(self) -> ComposeResult:
        """The heading and the panes."""
        yield Heading(self._heading, id="heading")
        yield from self.panes

    @property
    def shown(self) -> int:
        """How many clients the view lets through."""
        return self._arranged.shown

    @property
    def hidden_safety(self) -> int:
        """How many clients with a new safety flag the filter hides."""
        return self._arranged.hidden_safety

    @property
    def unseen_safety(self) -> int:
        """How many clients with a new safety flag are not on the screen while another pane is alone."""
        return self._arranged.new_safety if self.alone and self.current else 0

    def row(self) -> int | None:
        """The selected row of the board."""
        return self.panes[self.current].row()

    def selected(self) -> Any:
        """The id of the selected client."""
        row = self.row()
        return None if self._snapshot is None or row is None else self._snapshot.client_id(row)

    def rows(self, pane: int | None = None) -> tuple[int, ...]:
        """The rows of a pane, or of the one in use, as they are shown."""
        return self._arranged.panes[self.current if pane is None else pane]

    def order(self) -> list[str]:
        """The ids of the clients that are shown, from the top."""
        snapshot = self._snapshot
        if snapshot is None:
            return []
        return [str(snapshot.client_id(row)) for pane in self._arranged.panes for row in pane]

    def go_to(self, client_id: str) -> None:
        """Put the cursor on a client, if the view shows the client."""
        if self._snapshot is not None and client_id != str(self.selected()):
            self._place(client_id)

    # What is shown

    def present(self, snapshot: Snapshot, finder: Finder, *, names_hidden: bool) -> None:
        """Show a board; the cursor stays on its client, wherever the client stands now."""
        selected, first = self.selected(), self._snapshot is None and not self.current  # else one was chosen
        self._snapshot, self._finder, self._names_hidden = snapshot, finder, names_hidden
        self._place(selected, first=first)

    def look(self, view: View, *, back_to: object = None) -> None:
        """Filter and sort; the cursor stays on its client if the client is still there."""
        self.view = view
        if self._snapshot is not None:  # else the rows are on their way
            self._place(back_to or self.selected())

    def hide_names(self, names_hidden: bool) -> None:
        """Names were hidden or shown: what is sorted by name changes with them, and a filter that may say a
        name goes; any may that waits for the rows.
        """
        self._names_hidden = names_hidden
        finder = self._finder
        if names_hidden and (finder is None or finder.may_say_a_name(self.view.text)):
            self.view = replace(self.view, text="")
        if finder is not None:
            self._place(self.selected())

    def _place(self, selected: object, *, first: bool = False) -> None:
        """Put the rows into the panes and the cursor where it belongs."""
        assert self._snapshot is not None
        assert self._finder is not None
        self._arranged = self._finder.arrange(self.view, names_hidden=self._names_hidden)
        for pane in self.panes:
            pane.present(self._snapshot, self._arranged, self.view, selected)
        row = None if selected is None else self._snapshot.row_of(selected)
        at = next((n for n, rows in enumerate(self._arranged.panes) if row is not None and row in rows), None)
        if at is None and (first or not self.panes[self.current].count):
            at = next((pane.number for pane in self.panes if pane.count), 0)
        self.use(self.current if at is None else at, focus=self._may_focus())

    def lay(self, width: int, height: int, *, panel_shown: bool) -> None:
        """Share `height` lines among the panes; one that is alone has them all.

        Who has new safety is on the screen before what can wait.
        """
        self._panel_shown, self._room = panel_shown, (width, height)
        room = max(height - 1 - len(PANES), len(PANES))
        new = self._arranged.new_safety
        urgent = new + 1 if new else 0  # with their heading
        rows = layout.share([pane.wanted(width - 1) for pane in self.panes], room, urgent)
        for pane, lines in zip(self.panes, rows, strict=True):
            pane.display = not self.alone or pane.number == self.current
            pane.take(max(height - 2, 1) if self.alone else lines)
            pane.names_hidden = self._names_hidden
            pane.panel_shown = panel_shown
            pane.refresh()
        self.query_one("#heading").refresh()

    def _columns(self, width: int) -> tuple[layout.Column, ...]:
        # The panes keep a column for the cursor's mark and one for the scroll bar.
        return layout.columns(
            width - 2, names_hidden=self._names_hidden, snapshot=self._snapshot, panel=self._panel_shown
        )

    def _heading(self, width: int) -> Line:
        if self._snapshot is None:
            return ()
        text = layout.heading(self._columns(width), self.view.sort, self.view.backwards)
        return (Span(" "), Span(text, "muted"))

    @on(Heading.Clicked)
    def _heading_clicked(self, message: Heading.Clicked) -> None:
        key = layout.column_at(self._columns(self.size.width), message.x - 1)
        if self._snapshot is not None and key:
            self.post_message(self.SortAsked(key))

    # The cursor

    def _may_focus(self) -> bool:
        focused = self.screen.focused  # none while another window has it: it comes back to a question
        return isinstance(focused, Pane) or (focused is None and not self.screen.query(".prompt"))

    def use(self, number: int, *, focus: bool = True) -> None:
        """Go to a pane."""
        changed = number != self.current
        self.current = number
        for pane in self.panes:
            pane.current = pane.number == number
        if self.alone and changed:
            self.lay(*self._room, panel_shown=self._panel_shown)
        if focus and self.screen.focused is not self.panes[number]:
            self.screen.set_focus(self.panes[number], scroll_visible=False)  # at once: the next key is for it

    @on(CursorLines.Moved)
    def _moved(self, message: CursorLines.Moved) -> None:
        message.stop()
        if isinstance(message.source, Pane) and message.source.has_focus:
            self.current = message.source.number
            for pane in self.panes:
                pane.current = pane.number == self.current
            self.post_message(self.Selected())

    @on(CursorLines.Edge)
    def _edge(self, message: CursorLines.Edge) -> None:
        message.stop()
        panes = self.panes
        if message.source is not (pane := panes[self.current]):  # keys in a burst: the one before has left it
            (pane.action_down if message.step > 0 else pane.action_up)()
            return
        number = self.current + message.step
        while 0 <= number < len(panes) and not panes[number].count:
            number += message.step
        if not self.alone and 0 <= number < len(panes):
            panes[number].cursor = 0 if message.step > 0 else panes[number].count - 1
            self.use(number)
