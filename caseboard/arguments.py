"""What stands behind an option on the command line, read and refused with a sentence.

But for `parameters` they are argparse types: each raises ArgumentTypeError.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime

from caseboard.errors import RequestError


def parameters(given: Sequence[str]) -> dict[str, str]:
    """The values of `-p name=value`, by name, as texts. Raises RequestError for one that is no pair."""
    values: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise RequestError(f"-p {item} is not name=value.")
        values[name.strip()] = value
    return values


def day(text: str) -> date:
    """A date such as 2026-03-15."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date such as 2026-03-15") from None


def moment(text: str) -> datetime:
    """A moment such as 2026-03-15T09:30, without zone."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a moment such as 2026-03-15T09:30") from None


def period(text: str) -> tuple[date, date]:
    """Two dates, FROM..TO, the first not after the last."""
    first, dots, last = text.partition("..")
    if not dots or day(first) > day(last):
        raise argparse.ArgumentTypeError(f"'{text}' is not a period such as 2026-03-01..2026-03-15")
    return day(first), day(last)


def count(text: str) -> int:
    """A whole number, not negative."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number")
    return int(text)


def pair(text: str) -> tuple[str, str]:
    """COLUMN=VALUE as its two parts."""
    column, equals, value = text.partition("=")
    if not equals or not value:
        raise argparse.ArgumentTypeError(f"'{text}' is not COLUMN=VALUE such as language=Spanish")
    return column, value
