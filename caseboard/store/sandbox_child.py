"""The process in which an untrusted SELECT runs; started by caseboard.store.sandbox alone."""

from __future__ import annotations

import contextlib
import io
import math
import os
import pickle
import re
import signal
import sys
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import duckdb

from caseboard.errors import CaseboardError, DatabaseError, QueryError
from caseboard.store.errors import first_line, in_words
from caseboard.store.rows import fetched, refuse_months

_LINE = re.compile(r"\bLINE (\d+):")
_OPEN: list[object] = []  # kept to the end: a locked connection cannot detach


def main(request: dict[str, Any]) -> NoReturn:
    """Do what `request` asks, write the answer to stdout as a pickle, and end the process."""
    out = os.dup(1)
    os.dup2(2, 1)  # whatever prints must not stand in the answer
    _limit(request["memory"], request["timeout"])
    try:
        answer = _pickled(_run(request))
    except MemoryError:
        answer = pickle.dumps(("memory",))
    with os.fdopen(out, "wb") as stream:
        stream.write(answer)
    sys.stderr.flush()
    os._exit(0)  # nothing to detach or to checkpoint: the file was only read


class _Pickler(pickle.Pickler):
    """Writes a time zone as its name; by itself it asks for `getattr`, which the reader refuses."""

    def reducer_override(self, value: object) -> Any:
        """What the reader calls to make the value again."""
        return (ZoneInfo, (value.key,)) if isinstance(value, ZoneInfo) else NotImplemented


def _pickled(answer: tuple[Any, ...]) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream).dump(answer)
    return stream.getvalue()


def _limit(memory: int, timeout: float) -> None:
    """Let the system hold what DuckDB may not: memory, files written, and time, on the clock as well."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, math.ceil(timeout * _threads()) + 5),
    ]
    if sys.platform.startswith("linux"):
        limits.append((resource.RLIMIT_AS, memory))
    for what, most in limits:
        with contextlib.suppress(ValueError, OSError):  # a limit that is lower already stays
            resource.setrlimit(what, (most, most))
    signal.alarm(math.ceil(timeout) + 5)  # a parent that was killed ends nothing, and the file stays locked


def _threads() -> int:
    return min(os.cpu_count() or 1, 4)


def _run(request: dict[str, Any]) -> tuple[Any, ...]:
    from caseboard.store import guard
    from caseboard.store.engine import Engine, connect

    try:
        with connect() as plain:
            sql, before = guard.check(plain, request["sql"])
        reading = Engine(request["target"], wait=request["wait"]).reading()
        cursor = reading.__enter__()
        _OPEN.append(reading)
    except DatabaseError as error:
        return ("database", str(error).replace(request["target"], request["shown"]))
    except CaseboardError as error:
        return ("query" if isinstance(error, QueryError) else "request", str(error))
    connection = cursor._raw
    try:
        for name, value in request["variables"].items():
            value, kind = value if isinstance(value, tuple) else (value, None)
            if not name.isidentifier():
                raise ValueError(name)
            cast = f"::{kind}" if kind else ""
            connection.execute(f"set variable {name} = $1{cast}", [value]).fetchall()
        for statement in request["prelude"]:
            connection.execute(statement).fetchall()
        _harden(connection, request)
    except duckdb.Error as error:
        return _failed(error, "The library could not be prepared for the file: ")
    try:
        return _select(connection, sql, request["limit"])
    except QueryError as error:
        return ("query", str(error))
    except duckdb.Error as error:
        kind, *words = _failed(error)
        return (kind, *(_LINE.sub(lambda at: f"LINE {int(at[1]) + before}:", w) for w in words))


def _harden(connection: duckdb.DuckDBPyConnection, request: dict[str, Any]) -> None:
    """Close everything but the clinic's file; the order matters, and the lock comes last."""
    known = "select count(*) from duckdb_settings() where name = 'max_execution_time'"
    has_time_limit = connection.execute(known).fetchall()[0][0]  # from DuckDB 2.0 on
    inside = max(request["memory"] * 3 // 5, 64 * 2**20)  # the rest is code, stacks and the answer
    for statement in (
        "set temp_directory = ''",
        f"set memory_limit = '{inside // 2**20}MiB'",
        f"set threads = {_threads()}",
        "set autoload_known_extensions = false",
        "set autoinstall_known_extensions = false",
        "set allow_community_extensions = false",
        "set python_enable_replacements = false",
        "set enable_progress_bar = false",
        f"set global max_execution_time = {math.ceil(request['timeout'] * 1000)}",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        if has_time_limit or "max_execution_time" not in statement:
            connection.execute(statement).fetchall()


def _select(connection: duckdb.DuckDBPyConnection, sql: str, limit: int | None) -> tuple[Any, ...]:
    connection.execute(sql)
    found = fetched(connection, limit)
    refuse_months(found)
    return ("rows", found.columns, found.types, found.rows, found.total)


def _failed(error: duckdb.Error, before: str = "") -> tuple[str, ...]:
    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException) or "bad_alloc" in text:
        return ("memory",)
    if isinstance(error, duckdb.InterruptException) or "maximum execution time" in text:
        return ("time",)
    if "operations are disabled by configuration" in text:
        return (
            "query",
            f"{before}A query from a file reads the clinic's database, and no other file or "
            f"address: {first_line(error)}",
        )
    if "pytz" in text:
        return (
            "query",
            f"{before}A column is a timestamp with time zone (such as now()); cast it, for example "
            "with ::timestamp.",
        )
    return ("query", before + in_words(error))
