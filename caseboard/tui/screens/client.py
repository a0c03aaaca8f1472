"""One client's page: what its keys do."""

from __future__ import annotations

from dataclasses import replace

from caseboard.tui.client import page as parts
from caseboard.tui.client.axis import weeks_in, zooms
from caseboard.tui.commands import bindings
from caseboard.tui.screens.client_view import ClientView
from caseboard.tui.widgets.sections import Sections


class ClientScreen(ClientView):
    """The page of a client as of a date, and every command on it."""

    PLACES = ("client",)
    BINDINGS = bindings(*PLACES)
    NEEDS = frozenset({"section", "go", "zoom", "why", "copy", "alone", "scroll", "scroll_page"})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A note is of the board, which is there while the page is loading."""
        loading = self._page is None and not self._error
        return True if action == "copy" and loading else super().check_action(action, parameters)

    def _keys(self) -> list[str]:
        return self._order_of_keys if self._page is not None and self._page.is_open else []

    def action_section(self, step: int) -> None:
        """The next section or the one before, round and round."""
        keys = self._keys()
        if keys:
            at = keys.index(self._current) if self._current in keys else 0
            self._choose(keys[(at + step) % len(keys)])

    def action_go(self, number: str) -> None:
        """The section of a number."""
        key = next((key for key, own in parts.KEYS.items() if own == number), "")
        if key in self._keys():
            self._choose(key)

    def action_zoom(self, step: int) -> None:
        """More or fewer weeks on the axis; 0: the next zoom, from the last back to the first."""
        if self._page is None:
            return
        found = zooms(weeks_in(self._page.admitted, self._page.as_of))
        if len(found) == 1:
            self.board_app.say("The whole admission is in sight; it is too short to zoom.")
            return
        at = found.index(self._view.weeks) if self._view.weeks in found else len(found) - 1
        at = (at + 1) % len(found) if not step else min(max(at + step, 0), len(found) - 1)
        self._view = replace(self._view, weeks=found[at])
        self._show()

    def action_why(self) -> None:
        """Show what stands behind the current section."""
        section = next(
            (found for column in self._columns() for found in column.sections if found.key == self._current),
            None,
        )
        if self._page is None or section is None:
            return
        from caseboard.tui.screens.behind import BehindScreen

        self.app.push_screen(BehindScreen(self._page, section))

    def action_alone(self) -> None:
        """The section in use over the whole screen, and back."""
        if self._keys():
            self._alone = not self._alone
            self._lay()
            self.call_after_refresh(self._focus_current, True)

    def action_copy(self) -> None:
        """Copy the board's note about this client."""
        board = self.board_app.board
        told = board.told_of(self.client_id, self._as_of)
        if board.busy or board.snapshot is None:  # what is copied would be older than what is read here
            self.board_app.say("There is no note now: the board is not read yet, or could not be.")
        elif told is None:
            self.board_app.say("The board has nothing about this client on this date: there is no note.")
        else:
            self.board_app.copy_note(*told)

    def action_step(self, step: int) -> None:
        """The next client of the board, or the one before."""
        self._step = step
        if client_id := self._beside(step):
            self._go_to(client_id)
        else:
            self.board_app.say("There is no further client in this direction.")

    def _column(self) -> Sections:
        return next((column for column in self._columns() if column.has_focus), self._columns()[1])

    def action_scroll(self, lines: int) -> None:
        """Scroll the column in use."""
        self._column().scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll the column in use by a page."""
        self.action_scroll(pages * max(self._column().size.height - 2, 1))

    def action_reload(self) -> None:
        """Ask again."""
        self._ask()
        self._show()

    def action_back(self) -> None:
        """All sections again; then back to the board."""
        if self._alone:
            self.action_alone()
        else:
            self.dismiss()
