"""The errors a user can meet. Each message is one sentence: what is wrong, where, what to do next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_SECRET = re.compile(
    r"(?i)(\w*(?:password|token|secret)\w*=|://[^\s:/@]+:)(?:'[^']*'|[^\s\"'@]+)"  # of a database's address
)


class CaseboardError(Exception):
    """A request that could not be done; `exit_code` is what the command line returns."""

    exit_code = 2

    def __init__(self, message: str = "") -> None:
        super().__init__(_SECRET.sub(r"\1...", message))


class RequestError(CaseboardError):
    """The request was wrong: an unknown query, a bad parameter, a file that is not there."""


class QueryError(RequestError):
    """A query failed while it was prepared or run."""


class DatabaseError(CaseboardError):
    """The database is not usable: missing, locked, foreign, older or newer."""

    exit_code = 3


class OlderDatabaseError(DatabaseError):
    """The database was made by an older caseboard: the next write brings it up to date."""


class EmptyDatabaseError(DatabaseError):
    """The database has no table yet, as after a first import that was killed as it began."""


class Interrupted(CaseboardError):
    """A query was stopped before its end."""

    exit_code = 130


class AheadError(RequestError):
    """A date lies after the clinic's usual one, `usual`."""

    def __init__(self, day: date, usual: date) -> None:
        super().__init__(lies_ahead(day, usual))
        self.usual = usual


def lies_ahead(day: date, usual: date) -> str:
    """The sentence about a day of which nothing can be known yet."""
    said, last = (f"{each:%a} {each.day} {each:%b %Y}" for each in (day, usual))
    return f"{said} lies after {last}, the last day that can be looked at."


def refuse_ahead(as_of: date, usual: date) -> None:
    """Raise AheadError where a date lies after a clinic's usual one."""
    if as_of > usual:
        raise AheadError(as_of, usual)
