"""One untrusted SELECT, in a process of its own that may read the clinic's file and nothing else.

DuckDB has no wall against whoever writes the SQL, so there are several. The process checks the
parsed statement, attaches the clinic's file read-only, makes the library's views, closes files,
network and configuration, and only then runs the statement. Its memory (on Linux) and its time are
limited from outside, since one call of a function may escape DuckDB's own limits.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from caseboard.errors import CaseboardError, DatabaseError, QueryError, RequestError
from caseboard.settings import is_address
from caseboard.store.rows import Rows

MEMORY = int(2.5 * 2**30)
_START = (
    "import pickle, sys; request = pickle.load(sys.stdin.buffer); sys.path[:] = request['path'];"
    "from caseboard.store.sandbox_child import main; main(request)"
)
_ERRORS: dict[str, type[CaseboardError]] = {
    "request": RequestError,
    "query": QueryError,
    "database": DatabaseError,
}
_VALUES = {
    ("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")
} | {
    ("decimal", "Decimal"), ("uuid", "UUID"),
    ("pytz", "_UTC"), ("pytz", "_p"), ("zoneinfo", "ZoneInfo"),
}  # fmt: skip
_KILLED = -9  # by SIGKILL, which Windows has not


def run_sandboxed(
    sql: str,
    target: str | Path,
    prelude: Sequence[str],
    variables: Mapping[str, object],
    *,
    timeout: float = 20.0,
    memory: int = MEMORY,
    limit: int | None = None,
    wait: float = 5.0,
) -> Rows:
    """Run the one SELECT `sql` on the clinic's file at `target` in a child process.

    `variables` are set first, by name: a value, or a pair (value, DuckDB type). Then each statement
    of `prelude` runs, which is trusted: the library's views, macros and temporary tables, under the
    search path memory.main, clinic.main. `timeout` is in seconds and covers everything; `memory` is
    in bytes of address space and holds on Linux alone (`limits_note`); `limit` cuts rows
    (`total` counts all); `wait` is how many seconds a lock of another process is retried.

    Raises RequestError when `sql` is not one SELECT, when it takes too long or too much memory;
    QueryError with DuckDB's first lines when it fails; DatabaseError when the file is not usable.
    """
    place = str(target)
    if is_address(place):
        raise RequestError(
            f"A query from a file runs on a database file, not on {place.partition(':')[0]}: "
            "put it into the clinic's own folder of queries, or name another --db."
        )
    request = pickle.dumps(
        {
            "path": sys.path,
            "sql": sql,
            "target": str(Path(place).resolve()),
            "shown": place,
            "prelude": list(prelude),
            "variables": dict(variables),
            "timeout": timeout,
            "memory": memory,
            "limit": limit,
            "wait": wait,
        }
    )
    answer = _answer(request, timeout, memory)
    if answer[0] == "rows":
        return Rows(*answer[1:])
    if answer[0] == "memory":
        raise RequestError(_too_much(memory))
    if answer[0] == "time":
        raise RequestError(_too_long(timeout))
    raise _ERRORS.get(answer[0], QueryError)(answer[1])


def limits_note() -> str:
    """Return the sentence for systems that only limit the time; elsewhere it is empty."""
    if sys.platform.startswith("linux"):
        return ""
    return "On this system only the time of a query from a file is limited, not its memory."


def _answer(request: bytes, timeout: float, memory: int) -> tuple[Any, ...]:
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        try:
            out, said = child.communicate(request, timeout=timeout)
        except subprocess.TimeoutExpired:
            child.kill()
            raise RequestError(_too_long(timeout)) from None
        except BaseException:
            child.kill()
            raise
    with contextlib.suppress(Exception):
        answer = _Values(BytesIO(out)).load()
        if isinstance(answer, tuple) and answer and child.returncode == 0:
            return answer
    if child.returncode == _KILLED or b"MemoryError" in said or b"bad_alloc" in said:
        raise RequestError(_too_much(memory))
    if child.returncode < 0:
        raise RequestError(
            f"The query ended its process ({_signal_name(-child.returncode)}); nothing was "
            "changed; make it simpler or ask for less at once."
        )
    words = said.decode("utf-8", "replace").strip().splitlines()
    why = f" ({words[-1][:200]})" if words else ""
    raise RequestError(f"The query's process ended without an answer{why}; nothing was changed.")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _too_long(timeout: float) -> str:
    return (
        f"The query was stopped after {timeout:g} seconds, the most that one from a file may take; "
        "ask for less at once."
    )


def _too_much(memory: int) -> str:
    return (
        f"The query needs more than the {memory / 2**30:.3g} GiB of memory that one from a file "
        "may take; ask for less at once."
    )


class _Values(pickle.Unpickler):
    """Reads values alone: a process that runs untrusted SQL is not trusted with a pickle."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _VALUES:
            raise pickle.UnpicklingError(f"{module}.{name} is no value")
        return super().find_class(module, name)
