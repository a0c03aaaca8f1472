"""One DuckDB cursor, as the rooms above see it: results are always read to their end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import duckdb

from caseboard.errors import CaseboardError
from caseboard.store.errors import translate
from caseboard.store.rows import Rows, fetched, refuse_months

Values = Sequence[Any] | Mapping[str, Any] | None

_running: list[Cursor] = []  # what the main thread waits for: there a signal is heard


def stop_running() -> None:
    """Interrupt the query that the main thread waits for, if any. For a signal's handler: DuckDB hears that
    one raised, and may still wait for what works on the query.
    """
    for cursor in list(_running):
        cursor.interrupt()


@contextmanager
def _heard(cursor: Cursor) -> Iterator[None]:
    """Where the main thread waits for a query, let Ctrl-C stop the query too, and not Python alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        stop_running()
        signal.default_int_handler(number, frame)

    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    _running.append(cursor)
    if usual:
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        _running.remove(cursor)


class Cursor:
    """A cursor of one instance; use it from one thread, `interrupt` from any."""

    # Where DuckDB can, what a view reads is looked up when it is used, and not when it is made as well.
    view_options = " with (defer_binding)" if int(duckdb.__version__.split(".")[0]) >= 2 else ""

    def __init__(self, raw: duckdb.DuckDBPyConnection, target: str) -> None:
        self._raw = raw
        self._target = target

    def execute(self, sql: str, values: Values = None) -> None:
        """Run SQL to its end and drop what it returns. Raises QueryError, DatabaseError or Interrupted."""
        self._fetch(sql, values)

    def rows(self, sql: str, values: Values = None, limit: int | None = None) -> Rows:
        """One query: its columns, DuckDB type names and rows, at most `limit`. Raises as `execute` does."""
        found = self._fetch(sql, values, limit)
        refuse_months(found)
        return found

    def _fetch(self, sql: str, values: Values, limit: int | None = None) -> Rows:
        try:
            with _heard(self):
                self._raw.execute(sql, values)
                return fetched(self._raw, limit)
        except duckdb.Error as error:
            with suppress(duckdb.Error):  # what was stopped amid its rows is let go of, and the file with it
                self._raw.execute("select 1").fetchall()
            raise translate(error, self._target) from error
        except RuntimeError as error:  # Ctrl-C while DuckDB works
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from error
            raise

    def one(self, sql: str, values: Values = None) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found = self.rows(sql, values).rows
        return found[0] if found else None

    def only(self, sql: str, values: Values = None) -> tuple[Any, ...]:
        """The row of a query that always has one, such as a count or a maximum of all rows."""
        return self.rows(sql, values).rows[0]

    def count(self, sql: str) -> int:
        """The number that a query gives, or that a statement says of the rows that it wrote."""
        return int(self.only(sql)[0])

    def describe(self, sql: str) -> list[tuple[str, str]]:
        """The (column, type) pairs that a query would return, without running it."""
        return [(row[0], row[1]) for row in self.rows("describe " + sql).rows]

    def set_variable(self, name: str, value: Any, type_name: str) -> None:
        """Set a session variable, bound and typed. `name` must be an identifier."""
        if not name.isidentifier():
            raise ValueError(name)
        self.execute(f"set variable {name} = $1::{type_name}", [value])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together, or not at all."""
        self.execute("begin transaction")
        try:
            yield
        except BaseException:
            with suppress(CaseboardError):  # what is not committed goes with the attachment
                self.execute("rollback")
            raise
        self.execute("commit")

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def interrupt(self) -> None:
        """Stop what runs on this cursor, from any thread."""
        self._raw.interrupt()

    def close(self) -> None:
        """Release the cursor and its temporary tables."""
        self._raw.close()
