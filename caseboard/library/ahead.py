"""A day after the clinic's usual one: nothing can be known of it yet, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from caseboard.errors import RequestError

if TYPE_CHECKING:
    from caseboard.library.clinic import ClinicInfo


def refuse_ahead(info: Callable[[], ClinicInfo], as_of: date | None) -> None:
    """Raise RequestError where a date lies after the usual one of the clinic that `info` tells of."""
    if as_of is not None and as_of > (usual := info().default_as_of):
        raise RequestError(lies_ahead(as_of, usual))


def lies_ahead(day: date, usual: date) -> str:
    """The sentence about such a day."""
    said, last = (f"{each:%a} {each.day} {each:%b %Y}" for each in (day, usual))
    return f"{said} lies after {last}, the last day that can be looked at."
