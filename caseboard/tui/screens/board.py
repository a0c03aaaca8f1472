"""The board: what its keys do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from caseboard.tui import arrange
from caseboard.tui.commands import bindings
from caseboard.tui.loader import Loader
from caseboard.tui.screens.board_view import BoardView
from caseboard.tui.widgets.lines import CursorLines
from caseboard.tui.widgets.panes import Panes
from caseboard.tui.words import PANE_TITLES

if TYPE_CHECKING:
    from caseboard.tui import ports
    from caseboard.tui.snapshot import Row, Snapshot


class BoardScreen(BoardView):
    """The caseload on one date, and every command on it."""

    PLACES = ("board",)
    BINDINGS = bindings(*PLACES)
    NEEDS = frozenset({"pane", "open", "filter", "sort", "turn", "alone", "why", "copy", "export"})
    NEEDS_SOMEBODY = frozenset({"open", "why", "copy", "export"})

    def __init__(self, loader: Loader, as_of: date | None) -> None:
        super().__init__(loader, as_of)
        self._left_at: object = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the first board is being read, one may filter and sort it, but nobody is there yet, nor a day
        from which another could be chosen.
        """
        nobody = self.snapshot is None and action in self.NEEDS_SOMEBODY
        no_day = action == "another_date" and self.usual_day is None
        return False if nobody or no_day else super().check_action(action, parameters)

    # Questions and their answers

    def told(self, kind: str, text: str, done: bool) -> None:
        """A filter counts as it is typed; a date when it is done."""
        if kind == "filter":
            self._look(replace(self.panes.view, text=text))
            if done:
                self.stop_asking()
        elif kind == "date":
            self._date_told(text, done)
        else:
            super().told(kind, text, done)

    def left(self, kind: str) -> None:
        """A filter that is left is cleared, and the cursor goes back to where it was."""
        if kind == "filter":
            self._look(replace(self.panes.view, text=""), back_to=self._left_at)

    def _date_told(self, text: str, done: bool) -> None:
        if self.usual_day is None or self.prompt is None:
            return
        from caseboard.tui import dates

        found = dates.day_of(text, self.usual_day)
        sentence = found if isinstance(found, str) else ""
        self.prompt.say(lambda: sentence)
        self.refuse(sentence if done else "")
        if done and not isinstance(found, str):
            self.stop_asking()
            self._as_of = found
            self._ask()
            self._show_state()

    def _look(self, view: arrange.View, *, back_to: object = None) -> None:
        if view != self.panes.view:
            self.panes.look(view, back_to=back_to)
            self._show_rows()
            self.call_after_refresh(self._show_panel)  # in a frame of its own: a key is painted at once
            if self.prompt is not None:
                self.prompt.look_again()

    @on(Panes.SortAsked)
    def _sort_asked(self, message: Panes.SortAsked) -> None:
        self._look(self.panes.view.clicked(message.key))

    @on(CursorLines.Opened)
    def _opened(self) -> None:
        self.action_open()

    # Commands

    def action_pane(self, number: int) -> None:
        """Go to a pane."""
        self.panes.use(number)

    def action_reload(self) -> None:
        """Ask again, whether the file has changed or not."""
        self._usual = None
        self._ask()
        self._show_state()

    def action_filter(self) -> None:
        """Filter as one types, also while the board is loading."""
        self._left_at = self.panes.selected()

        def note() -> str:
            if self.snapshot is None:
                return "loading"
            hidden = arrange.hides(self.panes.hidden_safety)
            count = f"{self.panes.shown:,} of {len(self.snapshot.rows):,}"
            return f"{hidden}, {count}" if hidden else count  # what is cut off is never the safety

        self.ask("filter", "Filter", self.panes.view.text, note=note)

    def action_sort(self) -> None:
        """Sort by the next column."""
        one_measure = self.snapshot is not None and len(self.snapshot.measures) < 2
        self._look(self.panes.view.next_sort({"measure"} if one_measure else set()))

    def action_turn(self) -> None:
        """Sort the other way round."""
        self._look(self.panes.view.turned())

    def action_clear(self) -> None:
        """The filter goes, then the sort; then all panes are there again."""
        view = self.panes.view
        if view.text:
            self._look(replace(view, text=""))
        elif view.sort:
            self._look(arrange.View())
        elif self.panes.alone:
            self.action_alone()

    def action_alone(self) -> None:
        """The pane in use over the whole height, and back."""
        self.panes.alone = not self.panes.alone
        self._lay()

    def action_another_date(self) -> None:
        """Ask for a date."""
        from caseboard.tui import dates

        text = self._as_of.isoformat() if self._as_of else ""
        note = f"{dates.EXAMPLE}; empty: the usual day"
        self.ask("date", "As of", text, anew=True, note=lambda: note)

    def action_changes(self) -> None:
        """List what changed since the date that is shown."""
        if self._board is None or self._board.changes is None:
            if self._loading:
                self.board_app.say("The board is being read; ask what changed when it is there.")
                return
            self.board_app.say("Choose another date with a first; then w lists what changed since then.")
            return
        from caseboard.tui.screens.changes import ChangesScreen

        self.app.push_screen(ChangesScreen(self._board.snapshot, self._board.changes))

    def _back_from(self, client_id: str) -> None:
        """The page may have gone on to another client: the cursor stands there now."""
        self.panes.go_to(client_id)
        self._show_panel()

    def _chosen(self) -> tuple[Snapshot, Row, int] | None:
        """What is selected; where the pane is empty, say so."""
        selected = self.selected()
        if selected is None and self.snapshot is not None:
            self.board_app.say("No client in this pane.")
        return selected

    def action_copy(self) -> None:
        """Copy a note about the selected client."""
        selected = self._chosen()
        if selected is not None:
            self.board_app.copy_note(*selected)

    def action_export(self) -> None:
        """Ask for a file and write the pane in use to it."""
        if self.snapshot is None or not self.snapshot.rows:
            return
        from caseboard.tui.export import default_name

        snapshot, rows, pane = self.snapshot, self.panes.rows(), self.panes.current
        name = default_name(snapshot, pane, filtered=len(rows) < len(snapshot.panes[pane]))
        self.ask_export(partial(self._taken, snapshot, rows, pane), name, PANE_TITLES[pane])

    def action_why(self) -> None:
        """Show the queries behind the selected client's flags."""
        selected = self._chosen()
        if selected is not None:
            from caseboard.tui.screens.sql import SqlScreen

            self.app.push_screen(SqlScreen(selected[0], selected[1], self._loader.beside()))

    def action_open(self) -> None:
        """The client's page."""
        selected = self._chosen()
        if selected is not None:
            from caseboard.tui.screens.client import ClientScreen

            client_id, as_of = str(selected[1]["client_id"]), self._page_day
            ahead, self._ahead = self._ahead, None
            page = ClientScreen(self._loader, client_id, as_of, self.panes.order(), ahead)
            self.app.push_screen(page, lambda _: self._back_from(page.client_id))

    # For other screens and the palette

    def open_client(self, client_id: str) -> None:
        """Put the cursor on a client, whatever is filtered, and open the client's page over the board."""
        while self.app.screen is not self:
            self.app.pop_screen()
        self.stop_asking()  # else a filter would still stand there that is none any more
        if self.panes.view.text:
            self._look(replace(self.panes.view, text=""))
        self.panes.go_to(client_id)
        self._show_panel()
        if str(self.panes.selected()) == client_id:
            self.action_open()
        else:  # the board was read again since the client was found
            self.board_app.say("The client is no longer on this board.")

    def catalogue(self) -> tuple[list[ports.Query], str]:
        """The saved queries, and what is wrong with one that cannot be read; call it in a thread."""
        return self._loader.catalogue()

    def open_query(self, query: ports.Query) -> None:
        """A saved query: its rows as of the board's date, about one client where it asks for one.

        That is the client whose page is open, else the one under the cursor.
        """
        if self.snapshot is None:
            self.board_app.say("A query is about the board's date; ask it when the board is there.")
            return
        from caseboard.tui.screens.query import QueryScreen

        pages = [getattr(screen, "client_id", None) for screen in reversed(self.app.screen_stack)]
        client = next((found for found in pages if found is not None), self.panes.selected())
        if client is None and "client_id" in query.parameters:
            self.board_app.say("Choose a client first: this query is about one.")
            return
        given = {} if client is None else {"client_id": str(client)}
        self.app.push_screen(QueryScreen(self._loader, query, self.snapshot, given))
