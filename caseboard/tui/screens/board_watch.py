"""What the board's screen asks for, and when it asks again: another day, a changed file, a failure.

And the page of the client under the cursor, before somebody opens it.
"""

from __future__ import annotations

import math
import time
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.events import ScreenResume

from caseboard.files import Stamp, stamp
from caseboard.tui import titles, watching
from caseboard.tui.loader import Loader
from caseboard.tui.messages import BoardLoaded, FileSeen
from caseboard.tui.page_request import PageRequest
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.screens.exporting import ExportingScreen

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Row, Snapshot


class BoardWatch(ExportingScreen):
    """Has the board of one date read, and read again. What becomes of the answers stands in `BoardView`."""

    def __init__(self, loader: Loader, as_of: date | None) -> None:
        super().__init__()
        self._loader, self._as_of = loader, as_of
        self._board: BoardLoaded | None = None
        self._loading, self._error = True, ""
        self._stamp: Stamp | None = None
        self._day: date | None = None  # on which the board was asked for
        self._again_at = math.inf  # when it is asked for again, where it could not be read
        self._usual: Snapshot | None = None
        self._usual_day: date | None = None  # as it is known before any board is
        self._ahead: PageRequest | None = None

    def on_mount(self) -> None:
        """Look at the file now and then."""
        super().on_mount()
        self.set_interval(watching.SECONDS, self._look_at_file)
        self._rest = self.set_interval(watching.REST, self._read_ahead, pause=True)

    @property
    def snapshot(self) -> Snapshot | None:
        """The board that is shown."""
        return self._board.snapshot if self._board else None

    @property
    def usual_day(self) -> date | None:
        """The day from which another is chosen; None while it is not known."""
        return self._usual_day if self.snapshot is None else self.snapshot.info.default_as_of

    @property
    def busy(self) -> str:
        """`loading` or `not up to date`, where the board that is shown may be older than the file."""
        return titles.busy(self._loading, self._error and self.snapshot)

    def on_unmount(self) -> None:
        """The app is left: stop what is still being asked."""
        self._drop_ahead()
        self._loader.leave()

    def _show_state(self) -> None:
        """The board is being asked for."""
        raise NotImplementedError

    def selected(self) -> tuple[Snapshot, Row, int] | None:
        """The board, the client under the cursor, and the client's pane."""
        raise NotImplementedError

    @property
    def _page_day(self) -> date | None:
        """The day of a client's page; None is the usual one, which is another after midnight."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.as_of == snapshot.info.default_as_of:
            return None
        return snapshot.as_of

    @on(ScreenResume)
    def _seen_again(self) -> None:
        if self._ahead is None:
            self._read_ahead_later()

    def _read_ahead_later(self) -> None:
        """A row is looked at: its client's page is read when it has been looked at for a while."""
        self._drop_ahead()
        self._rest.reset()
        self._rest.resume()

    def _read_ahead(self) -> None:
        """Have the page read, out of what the board has left in memory: of a file, no address."""
        self._rest.pause()
        selected = self.selected()
        if selected is None or selected[0].stamp is None or self.busy or not self.is_active:
            return
        client_id = str(selected[1]["client_id"])
        self._ahead = PageRequest(self.app, self._loader, client_id, self._page_day)

    def _drop_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.drop()
            self._ahead = None

    def _ask(self) -> None:
        self._drop_ahead()
        self._loading, self._day = True, watching.today()
        self._loader.load(self, self._as_of, self._usual)

    def _look_at_file(self) -> None:
        """Every few seconds, in a thread: has the file changed? What is no file is not looked at. Is it
        another day? A board that was left open over night would be yesterday's. One that could not be read is
        asked for again after a while, without a change too: a lock leaves none, nor is the first known.
        """
        if self._loading:
            return
        if self._error and time.monotonic() > self._again_at:
            self._ask()
            self._show_state()
            return
        if self._day != watching.today():
            self._ask_again()
            return
        if self.snapshot is None or self._stamp is None:
            return
        target = self.snapshot.info.target

        def look() -> None:
            self.post_message(FileSeen(stamp(target)))

        self.run_worker(look, name="file", group="file", exclusive=True, thread=True, exit_on_error=False)

    @on(FileSeen)
    def _file_seen(self, message: FileSeen) -> None:
        """A file that has changed is read again, once for a change."""
        if self._loading or self._stamp is None or (message.stamp or ()) == self._stamp:
            return
        self._stamp = message.stamp or ()  # () while it is gone
        self._ask_again()

    def _ask_again(self) -> None:
        """Have the board read again, and what stands over it."""
        self._ask()
        self._show_state()
        self._tell_others()

    def _tell_others(self) -> None:
        """What stands over the board reads the file again, or says that it is of before."""
        for screen in self.app.screen_stack:
            if isinstance(screen, BaseScreen) and screen is not self:
                screen.clinic_changed()
