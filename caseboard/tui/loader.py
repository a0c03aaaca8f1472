"""The one place where the app asks the clinic. Every question runs in a thread, never on the UI's.

A request has a number. A newer request interrupts the older one, and an answer that comes late all the same
carries its old number, so the screen drops it. Threads never touch a widget: they post messages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import partial

from textual.message_pump import MessagePump
from textual.worker import Worker

from caseboard.errors import CaseboardError
from caseboard.tui import ports
from caseboard.tui.gather import gather
from caseboard.tui.messages import BoardLoaded, LoadFailed


class Stale(Exception):
    """A newer request has taken the place of this one."""


class Loader:
    """Loads boards for a screen, which gets `BoardLoaded` or `LoadFailed`, once for a request at most."""

    def __init__(self, open_clinic: Callable[[], ports.Clinic]) -> None:
        self._open_clinic = open_clinic
        self._clinic: ports.Clinic | None = None
        self._opening = threading.Lock()
        self._lock = threading.Lock()
        self._asking: ports.Asking | None = None
        self._number = 0

    @property
    def number(self) -> int:
        """The number of the newest request."""
        return self._number

    def load(self, target: MessagePump, as_of: date | None) -> Worker[None]:
        """Ask for the board as of a date (None: the clinic's usual one); what was asked before is stopped."""
        number = self.cancel()
        return target.app.run_worker(
            partial(self._load, target, number, as_of),
            name=f"board {number}",
            group="board",
            thread=True,
            exit_on_error=False,
        )

    def cancel(self) -> int:
        """Stop what is running and make its answer stale. Returns the number for the next request."""
        with self._lock:
            self._number += 1
            if self._asking is not None:
                self._asking.interrupt()
                self._asking = None
            return self._number

    def _load(self, target: MessagePump, number: int, as_of: date | None) -> None:
        try:
            found = gather(self._opened(number), as_of, before=partial(self._before, number))
        except Stale:
            return
        except CaseboardError as error:
            answer: BoardLoaded | LoadFailed = LoadFailed(number, str(error))
        except Exception as error:
            answer = LoadFailed(number, f"The board could not be made: {type(error).__name__}: {error}")
        else:
            answer = BoardLoaded(number, found)
        if number == self._number:
            target.post_message(answer)

    def _opened(self, number: int) -> ports.Clinic:
        with self._opening:
            if number != self._number:
                raise Stale
            if self._clinic is None:
                self._clinic = self._open_clinic()
            return self._clinic

    def _before(self, number: int, asking: ports.Asking | None) -> None:
        """Note what may be interrupted; give up when a newer request has come."""
        with self._lock:
            if number == self._number:
                self._asking = asking
            elif asking is not None:
                raise Stale
