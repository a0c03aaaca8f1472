"""Askings that stay in memory after a board, with the tables that it filled, for who asks of its day next."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from caseboard.library.asking import Asking

_MOST = 2  # today's, and that of the day one looks back to


class Kept:
    """One asking a day, the last used first. Whoever takes one has it alone until it is put back."""

    def __init__(self) -> None:
        self._askings: list[Asking] = []
        self._lock = threading.Lock()

    def take(self, day: date, parameters: dict[str, Any]) -> Asking | None:
        """One whose tables are right for that day, these parameters and the file that is attached now."""
        with self._lock:
            found = next((asking for asking in self._askings if asking.holds(day, parameters)), None)
            if found is not None:
                self._askings.remove(found)
                found.resume()
        return found

    def put(self, asking: Asking, *, new: bool) -> None:
        """Keep it: a new one instead of what there is of its day, another only where there is none."""
        with self._lock:
            of_day = [other for other in self._askings if other.as_of == asking.as_of]
            unwanted = asking.is_stopped if new else bool(of_day)
            if unwanted:
                gone = [asking]
            else:
                found = [asking, *(other for other in self._askings if other not in of_day)]
                self._askings, gone = found[:_MOST], found[_MOST:] + of_day
        _close(gone)

    def drop(self, day: date | None = None) -> None:
        """Let go of what is of that day, or of a file that is attached no more; without a day, of all."""
        with self._lock:
            stay = [
                asking for asking in self._askings if asking.is_current and day not in (None, asking.as_of)
            ]
            gone = [asking for asking in self._askings if asking not in stay]
            self._askings = stay
        _close(gone)


def _close(askings: list[Asking]) -> None:
    for asking in askings:
        asking.cursor.close()
