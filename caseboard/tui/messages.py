"""What threads tell the screens. An answer carries the number of the request that it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:  # what they carry is made later than the first paint
    from datetime import date

    from caseboard.files import Stamp
    from caseboard.tui.arrange import Finder
    from caseboard.tui.changes import Change
    from caseboard.tui.client.model import ClientPage
    from caseboard.tui.order import Standing
    from caseboard.tui.snapshot import Snapshot


@dataclass
class BoardLoaded(Message):
    """A board has come."""

    number: int
    snapshot: Snapshot
    finder: Finder
    changes: tuple[Change, ...] | None = None  # since this board's date, where it is not the usual one
    usual: Snapshot | None = None  # the board of the usual date, this one or another


@dataclass
class FileSeen(Message):
    """Somebody looked at the database's file."""

    stamp: Stamp | None


@dataclass
class ClientLoaded(Message):
    """A client's page has come."""

    number: int
    page: ClientPage


@dataclass
class StandingLoaded(Message):
    """Why a client stands where they stand has come."""

    number: int
    standing: Standing


@dataclass
class LoadFailed(Message):
    """What was asked for has not come; the sentence says why. `usual`: the clinic's usual day, where the one
    that was asked for lies after it.
    """

    number: int
    sentence: str
    usual: date | None = None
