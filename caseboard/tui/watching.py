"""Whether the database's file has changed since it was read, or the day. No Textual here."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

SECONDS = 3.0  # between two looks
Stamp = tuple[tuple[int, int], ...]


def stamp(target: str) -> Stamp | None:
    """Time and size of the file and of its log; None where there is no such file (an address; gone). Called
    in a thread.
    """
    found = []
    for path in (Path(target), Path(f"{target}.wal")):
        with suppress(OSError, ValueError):
            seen = path.stat()
            found.append((seen.st_mtime_ns, seen.st_size))
    return tuple(found) or None


def today() -> date:
    """The day that the clock shows: a board may stay open over night."""
    return date.today()
