"""DuckDB's exceptions as caseboard's own sentences."""

from __future__ import annotations

import re

import duckdb

from caseboard.errors import CaseboardError, DatabaseError, Interrupted, QueryError

_PID = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


def first_lines(error: BaseException, count: int = 1) -> str:
    """The first lines of a DuckDB message, never its stack trace."""
    said = str(error).split("Stack Trace:", 1)[0]
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " ".join(lines[:count]) or error.__class__.__name__


def translate(error: duckdb.Error, target: str) -> CaseboardError:
    """The caseboard error that says what a DuckDB error means for the user of `target`."""
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        return Interrupted("The query was stopped before its end.")
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError(f"The query needs more memory than there is: {first_lines(error)}")
    unusable = isinstance(error, (duckdb.IOException, duckdb.FatalException))
    if unusable or "Corrupt database file" in text:
        return DatabaseError(f"The database {target} cannot be used: {first_lines(error)}")
    if "maximum execution time" in text:
        return Interrupted("The query was stopped: it took longer than it may.")
    return QueryError(first_lines(error, 4))


def is_lock(error: duckdb.Error) -> bool:
    """True when another process holds the file."""
    return "Could not set lock on file" in str(error)


def locked(error: duckdb.Error, target: str, waited: float) -> DatabaseError:
    """Who holds the file, after `waited` seconds."""
    match = _PID.search(str(error))
    who = f"process {match['pid']} ({match['program']})" if match else "another process"
    return DatabaseError(
        f"The database {target} is in use by {who}, and still was after {waited:.0f} seconds; "
        "try again when it has finished."
    )
