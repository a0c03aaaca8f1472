"""One in-memory DuckDB instance, to which the clinic's file is attached only while it is read or written.

Readers of one process share an attachment and are counted; a writer waits until they drain. Who comes first
goes first, so that neither readers nor writers wait for ever. Between processes the file's own lock decides:
it is retried for a while, then named.
"""

from __future__ import annotations

import os
import random
import secrets
import shlex
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from caseboard.errors import DatabaseError, Interrupted, RequestError
from caseboard.files import Stamp, stamp
from caseboard.quoting import literal
from caseboard.settings import is_address
from caseboard.store import migrations
from caseboard.store.cursor import Cursor
from caseboard.store.errors import is_lock, locked, translate, unusable

STORAGE_VERSION = "v1.5.0"
SPILL = "caseboard-spill-"
HEAD = 3 * 4096  # bytes with which every DuckDB file begins
MEMORY = ":memory:"  # a clinic that lasts as long as one `writing` block: examples, scripts


class Engine:
    """The clinic's database at `target`: a path, or a `ducklake:` or `md:` address.

    `wait` is how many seconds a lock held by another process is retried. Safe to use from several
    threads; do not open a `reading` inside a `reading`.
    """

    def __init__(self, target: str | Path, *, wait: float = 5.0) -> None:
        self.target = str(target)
        self.wait = wait
        self.made: set[str] = set()  # what the library has made in this instance
        self.making = threading.Lock()
        self.stamp: Stamp | None = None  # of the file that readers have attached, from just before
        self._gate = threading.Condition()
        self._given_up = threading.Event()
        self._readers = 0
        self._queue: list[object] = []  # who waits at the gate, in the order in which they came
        self._busy = False  # somebody attaches, detaches or writes
        self._instance: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that sees the clinic's file as `clinic`, read-only, for the time of the block.

        Raises DatabaseError when the file is missing, locked, foreign, older or newer.
        """
        self._must_exist()
        self._enter_reader()
        try:
            with self.cursor() as cursor:
                migrations.check(cursor, self.target)
                yield cursor
        finally:
            self._leave_reader()

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[Cursor]:
        """A cursor that may write; pending schema files are applied first. Wrap changes in
        `cursor.transaction()`. With `create`, a missing file is made, and removed where the block fails: else
        a board of nobody would be left. Raises as `reading` does.
        """
        new = not self.exists()
        if new and not create:
            self._must_exist()
        with self._gate:
            self._wait_for_turn(alone=True)
            self._busy = True
        with self._until_free():
            self._attach(read_only=False, new=new)
            made = False
            try:
                with self.cursor() as cursor:
                    # Another process may have made it meanwhile.
                    made = new and not self._elsewhere and migrations.version(cursor) is None
                    migrations.apply(cursor, self.target, new=new)
                    yield cursor
                    if not self._elsewhere:
                        cursor.execute("checkpoint clinic")
            except BaseException:
                if made:
                    self._remove()
                raise
            finally:
                self._detach()

    def exists(self) -> bool:
        """True where the target is a file that is there, or no file at all. Raises DatabaseError."""
        if self._elsewhere:
            return True
        path = Path(self.target)
        try:
            there = path.exists()
        except OSError as error:
            raise DatabaseError(f"The database {path} cannot be opened: {error.strerror or error}.") from None
        if there and not (path.is_file() or path.is_dir()):  # DuckDB would wait for a pipe without end
            raise DatabaseError(f"{path} is a pipe or a device, not a database file; name a file.")
        return there

    def give_up(self) -> None:
        """Wait for no lock of another process any more, from any thread; who waits raises Interrupted."""
        self._given_up.set()

    def close(self) -> None:
        """Drop the in-memory instance."""
        if self._instance is not None:
            self._instance.close()
            self._instance = None
            self.made.clear()

    @property
    def _elsewhere(self) -> bool:
        return self.target == MEMORY or is_address(self.target)

    def _must_exist(self) -> None:
        if self._elsewhere:
            return
        path = Path(self.target)
        there = self.exists()
        if path.is_dir():
            raise DatabaseError(
                f"{path} is a folder, not a database file; name a file, such as clinic.duckdb."
            )
        if not there:
            raise DatabaseError(
                f"There is no database at {path}; make it with: "
                f"caseboard import SOURCE --db {shlex.quote(self.target)}"
            )

    def _wait_for_turn(self, *, alone: bool) -> None:
        """Wait at the gate, which the caller has taken; `alone`: until no reader is left, too."""
        turn = object()
        self._queue.append(turn)
        try:
            self._gate.wait_for(
                lambda: self._queue[0] is turn and not self._busy and not (alone and self._readers)
            )
        finally:  # Ctrl-C ends the waiting too, and who came later waits for it
            self._queue.remove(turn)
            self._gate.notify_all()

    def _enter_reader(self) -> None:
        with self._gate:
            self._wait_for_turn(alone=False)
            self._readers += 1
            if self._readers > 1:
                return
            self._busy = True
        with self._until_free():
            try:
                self._attach(read_only=True, new=False)
            except BaseException:
                self._readers -= 1
                raise

    def _leave_reader(self) -> None:
        with self._gate:
            self._readers -= 1
            if self._readers > 0:
                return
            self._busy = True
        with self._until_free():
            self._detach()

    @contextmanager
    def _until_free(self) -> Iterator[None]:
        """What only one may do at a time, who has taken the gate by `_busy`."""
        try:
            yield
        finally:
            with self._gate:
                self._busy = False
                self._gate.notify_all()

    def cursor(self) -> Cursor:
        """One more inside `reading` or `writing`; until it is closed it can be used in later ones too."""
        assert self._instance is not None
        cursor = Cursor(self._instance.cursor(), self.target)
        cursor.execute("set search_path = 'memory.main,clinic.main'")
        return cursor

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._instance is None:
            self._instance = connect()
            # A commit goes into the file itself: writers checkpoint anyway, so a log would be for nothing.
            self._instance.execute("set checkpoint_threshold = '1 byte'")
        return self._instance

    def _attach(self, *, read_only: bool, new: bool) -> None:
        options = ["read_only"] if read_only else []
        if new:
            options.append(f"storage_version '{STORAGE_VERSION}'")
        statement = f"attach {literal(self.target)} as clinic" + (
            f" ({', '.join(options)})" if options else ""
        )
        try:
            statement.encode()
        except UnicodeEncodeError:
            raise DatabaseError(
                f"The name of the database {self.target} is no UTF-8 text here; rename it, or set a locale "
                "such as LANG=C.UTF-8."
            ) from None
        started = time.monotonic()
        while True:
            self.stamp = stamp(self.target) if read_only else None
            try:
                self._connection().execute(statement)
                break
            except duckdb.Error as error:
                if not is_lock(error):
                    if new:
                        self._remove_begun()
                    raise unusable(error, self.target) from error
                waited = time.monotonic() - started
                if waited > self.wait:
                    raise locked(error, self.target, waited) from error
                if self._given_up.wait(random.uniform(0.005, 0.02)):
                    raise Interrupted("The database was not waited for any longer.") from error
        if new and not self._elsewhere:
            with suppress(PermissionError):  # a disk that knows no owners
                Path(self.target).chmod(0o600)

    def _remove_begun(self) -> None:
        """Remove what is left where there was no room for a new file: DuckDB calls it no database later."""
        with suppress(OSError):
            if Path(self.target).stat().st_size < HEAD:
                self._remove()

    def _remove(self) -> None:
        """Remove the file (not a link to it) while its lock is held, so that it is nobody else's."""
        for path in (Path(self.target).resolve(), Path(f"{self.target}.wal")):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _detach(self) -> None:
        try:
            self._connection().execute("detach clinic")
        except duckdb.Error as error:
            raise translate(error, self.target) from error


def connect() -> duckdb.DuckDBPyConnection:
    """A new in-memory instance that prints nothing, loads nothing and sees no Python variable.

    What does not fit into memory goes into a temporary folder, which DuckDB makes when it needs it and
    removes when the instance is closed; `staging` sweeps what a process leaves that is killed.
    """
    instance = duckdb.connect(":memory:")
    for setting in (
        "set enable_progress_bar = false",
        "set autoload_known_extensions = false",
        "set autoinstall_known_extensions = false",
        "set python_enable_replacements = false",
        f"set temp_directory = {literal(_spill_folder())}",
    ):
        instance.execute(setting)
    return instance


def _spill_folder() -> str:
    """A folder that nobody else knows of; none where no temporary file can be written, as in the sandbox.

    Raises RequestError where DuckDB cannot be told its name.
    """
    try:
        folder = tempfile.gettempdir()
        folder.encode()
    except FileNotFoundError:
        return ""
    except UnicodeEncodeError:
        raise RequestError(
            f"The name of the temporary folder {folder} is no UTF-8 text here; name another with TMPDIR."
        ) from None
    return f"{folder}/{SPILL}{os.getpid()}-{secrets.token_hex(8)}"
