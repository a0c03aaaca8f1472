"""DuckDB's exceptions as caseboard's own sentences."""

from __future__ import annotations

import re

import duckdb

from caseboard.errors import CaseboardError, DatabaseError, Interrupted, QueryError

_FOREIGN = (
    "not a valid DuckDB database file", "magic bytes", "sqlite_scanner",
    "in-memory database in read-only mode",  # an extract: DuckDB takes its tables for a database
)  # fmt: skip
_NO_SUCH_FILE = "No files found that match the pattern"
_LINE = re.compile(r"LINE \d+:")
_FULL = re.compile(r'file "(?P<file>[^"]+)": (No space left on device|Disk quota exceeded)')
_EXTENSION = re.compile(r'Extension ".*?(\w+)\.duckdb_extension" not found')
_WHY = re.compile(r"Original error: (.+)")
_PID = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


def first_line(error: BaseException) -> str:
    """The first line of a DuckDB message."""
    return (_lines(error) or [error.__class__.__name__])[0]


def in_words(error: BaseException) -> str:
    """A DuckDB message of a query in one line: what is wrong, and last ` LINE 4: ...` where it tells."""
    lines = _lines(error)
    at = [line for line in lines if _LINE.match(line)][:1]
    words = [line for line in lines if not _LINE.match(line) and line.strip("^~")]
    return " ".join(words[:3] + at) or error.__class__.__name__


def _lines(error: BaseException) -> list[str]:
    said = str(error).split("Stack Trace:", 1)[0]
    return [line.strip() for line in said.splitlines() if line.strip()]


def translate(error: duckdb.Error, target: str) -> CaseboardError:
    """The caseboard error that says what a DuckDB error means for the user of `target`."""
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        return Interrupted("The query was stopped before its end.")
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError(f"The query needs more memory than there is: {first_line(error)}")
    if needed := _EXTENSION.search(text):
        return DatabaseError(
            f"The database {target} needs DuckDB's extension {needed[1]}, which is not installed; get it "
            f"""once with: python -c "import duckdb; duckdb.execute('install {needed[1]}')\""""
        )
    if full := _FULL.search(text):
        done = "" if "COMMIT succeeded" in text else ", and nothing was changed"
        return DatabaseError(f"There is no room left for {full['file']}{done}; make room and try again.")
    if "Failed to commit" in text and (why := _WHY.search(text)):
        return DatabaseError(f"The database {target} cannot be written, and nothing was changed: {why[1]}")
    if _NO_SUCH_FILE in text:  # a file that the query itself names
        return QueryError(in_words(error))
    if isinstance(error, (duckdb.IOException, duckdb.FatalException)) or "Corrupt database file" in text:
        return DatabaseError(f"The database {target} cannot be used: {first_line(error)}")
    return QueryError(in_words(error))


def unusable(error: duckdb.Error, target: str) -> CaseboardError:
    """The caseboard error for a database at `target` that cannot be attached."""
    text = str(error)
    if any(words in text for words in _FOREIGN):
        return DatabaseError(f"{target} is not a DuckDB file; name a database that caseboard import made.")
    if "version number" in text:
        return DatabaseError(
            f"{target} was made by a DuckDB that this installation cannot read; "
            "update caseboard's duckdb, or export the file from the program that made it."
        )
    if "WAL does not match database file" in text:
        return DatabaseError(
            f"{target}.wal is the log of another database, perhaps of one that stood here before; "
            "move it away and try again."
        )
    found = translate(error, target)
    if isinstance(found, QueryError):
        return DatabaseError(f"The database {target} cannot be used: {found}")
    return found


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
