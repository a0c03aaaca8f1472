"""The one place where the app asks the clinic. Every question runs in a thread, never on the UI's.

A request has a number. A newer request interrupts the older one, and an answer that comes late all the same
carries its old number, so the screen drops it. Threads never touch a widget: they post messages.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from textual.app import App
from textual.message import Message
from textual.worker import Worker

from caseboard.errors import AheadError, CaseboardError
from caseboard.files import Stamp, stamp
from caseboard.tui.messages import BoardLoaded, LoadFailed

if TYPE_CHECKING:
    from caseboard.tui import ports
    from caseboard.tui.snapshot import Snapshot

Make: TypeAlias = "Callable[[ports.Clinic, int], Message]"
Tell: TypeAlias = "Callable[[ports.Asking | None], None]"


class Target(Protocol):
    """Whom an answer is posted to: a screen, or what keeps it for one."""

    @property
    def app(self) -> App[Any]:
        """The app, whose worker asks."""
        ...

    def post_message(self, message: Message, /) -> bool:
        """Take the answer, in the worker's thread."""
        ...


class Stale(Exception):
    """A newer request has taken the place of this one."""


class _WatchedAsking:
    """A clinic's asking that calls `tell` with it before each query."""

    def __init__(self, asking: ports.Asking, tell: Tell) -> None:
        self.as_of, self.interrupt = asking.as_of, asking.interrupt
        self._asking, self._tell = asking, tell

    def run(self, name: str, parameters: Mapping[str, Any] | None = None, /) -> ports.Result:
        self._tell(self._asking)
        return self._asking.run(name, parameters)


class _WatchedClinic:
    """A clinic that can be stopped: `tell` is called with its asking before each query, so that another
    thread can interrupt it or this one can give up, and with None once no query runs any more.
    """

    def __init__(self, clinic: ports.Clinic, tell: Tell) -> None:
        self._clinic, self._tell = clinic, tell
        self.library, self.engine = clinic.library, clinic.engine
        self.info, self.definition = clinic.info, clinic.definition

    @contextmanager
    def asking(
        self, as_of: date | None = None, parameters: Mapping[str, Any] | None = None, /, *, keep: bool = False
    ) -> Iterator[_WatchedAsking]:
        with self._clinic.asking(as_of, parameters, keep=keep) as asking:
            try:
                yield _WatchedAsking(asking, self._tell)
            finally:
                self._tell(None)


def _board(
    as_of: date | None,
    usual: Snapshot | None,
    clinic: ports.Clinic,
    number: int,
    *,
    ascii_only: bool = False,
) -> BoardLoaded:
    """The board, and what changed since then where it is not the usual date's. `usual`: that of the usual
    date as it was last read, which is good for as long as the file has not changed.
    """
    from caseboard.tui.arrange import Finder
    from caseboard.tui.changes import changes
    from caseboard.tui.gather import answers, gather

    def kept(day: date, seen: Stamp | None) -> Snapshot | None:
        return usual if usual and seen is not None and (usual.as_of, usual.stamp) == (day, seen) else None

    found = None
    if as_of is None and usual is not None:
        found = kept(clinic.info().default_as_of, stamp(usual.info.target))
    found = found or gather(clinic, as_of, keep=True, ascii_only=ascii_only)
    now, changed = found, None
    if found.as_of != (day := found.info.default_as_of):
        now = kept(day, found.stamp) or gather(clinic, day, keep=True, ascii_only=ascii_only)
        changed = changes(found, now, answers(clinic, found, now))
    finder = Finder(found)
    if number > 1:  # pages that were closed since the last board are circles: frozen, they would stay
        gc.unfreeze()
        gc.collect()
    gc.freeze()  # a board of thousands is not walked through again while somebody types; it is freed by count
    return BoardLoaded(number, found, finder, changed, now)


def once(work: Callable[[], None]) -> Callable[[], None]:
    """`work` for a worker, which lets go of it: a worker is part of a circle, and would keep what it holds
    for as long as nobody looks for circles.
    """
    held = [work]
    return lambda: held.pop()()


class Loader:
    """Asks for a screen, which gets an answer or `LoadFailed`, once for a request at most. `ascii_only`: as
    `gather` has it.
    """

    def __init__(self, open_clinic: Callable[[], ports.Clinic], *, ascii_only: bool = False) -> None:
        self._open_clinic = open_clinic
        self._ascii_only = ascii_only
        self._clinic: ports.Clinic | None = None
        self._opening = threading.Lock()
        self._lock = threading.Lock()
        self._asking: ports.Asking | None = None
        self._number = 0
        self._left = False

    @property
    def number(self) -> int:
        """The number of the newest request."""
        return self._number

    def load(self, target: Target, as_of: date | None, usual: Snapshot | None = None) -> Worker[None]:
        """Ask for the board as of a date (None: the clinic's usual one); what was asked before is stopped.

        `usual` is the usual date's as it was last read: it is not asked for again while the file is the same.
        """
        return self.start(target, "board", partial(_board, as_of, usual, ascii_only=self._ascii_only))

    def start(self, target: Target, what: str, make: Make) -> Worker[None]:
        """Have an answer made in a thread and posted to `target`; what was asked before is stopped."""
        number = self.cancel()
        return target.app.run_worker(
            once(partial(self._load, target, number, what, make)),
            name=f"{what} {number}",
            group=what,
            thread=True,
            exit_on_error=False,
        )

    def beside(self) -> Loader:
        """A loader of its own numbers on the same clinic: what it asks stops nothing that this one asks."""
        return Loader(self._open, ascii_only=self._ascii_only)

    def catalogue(self) -> tuple[list[ports.Query], str]:
        """The saved queries of the library by name, and what is wrong with the first that cannot be read, if
        one cannot; called in a thread.
        """
        folders = ("panes/", "client/", "audit/", "quality/")
        found, wrong = [], ""
        for query in sorted(self._open().library, key=lambda query: query.name):
            if query.name.startswith(folders):
                try:
                    _ = query.title  # reads the file, which must not be done on the UI thread
                    found.append(query)
                except CaseboardError as error:
                    wrong = wrong or str(error)
        return found, wrong

    def cancel(self) -> int:
        """Stop what is running and make its answer stale. Returns the number for the next request."""
        with self._lock:
            self._number += 1
            if self._asking is not None:
                self._asking.interrupt()
                self._asking = None
            return self._number

    def leave(self) -> None:
        """Stop for good, on the clinic itself: another process's lock is waited for no longer either."""
        self.cancel()
        self._left = True
        if self._clinic is not None:
            self._clinic.engine.give_up()

    def _load(self, target: Target, number: int, what: str, make: Make) -> None:
        try:
            if number != self._number:
                return
            answer: Message = make(_WatchedClinic(self._open(), partial(self._running, number)), number)
        except Stale:
            return
        except CaseboardError as error:
            answer = LoadFailed(number, str(error), error.usual if isinstance(error, AheadError) else None)
        except Exception as error:
            answer = LoadFailed(number, f"The {what} could not be made: {type(error).__name__}: {error}")
        if number == self._number:
            target.post_message(answer)

    def _open(self) -> ports.Clinic:
        with self._opening:
            if self._clinic is None:
                self._clinic = self._open_clinic()
                if self._left:  # while it was opened
                    self._clinic.engine.give_up()
            return self._clinic

    def _running(self, number: int, asking: ports.Asking | None) -> None:
        """Note what may be interrupted; give up when a newer request has come."""
        with self._lock:
            if number == self._number:
                self._asking = asking
            elif asking is not None:
                raise Stale
