"""A private database in a temporary folder, where an import is staged and checked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseboard.errors import RequestError
from caseboard.quoting import literal
from caseboard.store.cursor import Cursor
from caseboard.store.engine import SPILL, connect

_PREFIX = "caseboard-import-"


class Staging:
    """`cursor` works on the temporary database at `path` (catalog `staging`, the default).

    Raises DatabaseError where it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "staging.duckdb"
        self.cursor = Cursor(connect(), str(self.path))
        self.cursor.execute(f"attach {literal(str(self.path))} as staging")
        self.cursor.execute("use staging")
        self.cursor.execute(f"set temp_directory = {literal(str(folder / 'spill'))}")

    def lock_down(self) -> None:
        """From here on: no file but the Parquet files in the folder, no network, no change of settings.
        Cannot be undone.
        """
        copies = ", ".join(literal(str(path)) for path in sorted(self.folder.glob("*.parquet")))
        self.cursor.execute(f"set allowed_paths = [{copies}]")
        self.cursor.execute("set enable_external_access = false")
        self.cursor.execute("set lock_configuration = true")

    def release(self) -> None:
        """Close the database, so that it can be attached elsewhere. The file stays until the end."""
        self.cursor.close()


def _sweep() -> None:
    """Remove what processes left behind that were killed: staging that nobody holds, and a spill that names
    a process that is gone.
    """
    for left in Path(tempfile.gettempdir()).glob("caseboard-*"):
        try:
            if left.stat().st_uid != os.getuid():
                continue
            if left.name.startswith(_PREFIX):
                # An empty one may just have been made, and is about to be held.
                if any(left.iterdir()) and (held := _hold(left)) is not None:
                    shutil.rmtree(left, ignore_errors=True)
                    os.close(held)
            elif left.name.startswith(SPILL) and (process := left.name.split("-")[2]).isdigit():
                os.kill(int(process), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except (OSError, AttributeError):
            continue


def _hold(folder: Path) -> int | None:
    """A descriptor that holds the folder for all to see until it is closed; None where another holds it, or
    where nobody can. The kernel lets go of what a killed process held, and of whoever shares the folder it
    knows: in another container the number of a process means nothing.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def staging() -> Iterator[Staging]:
    """A Staging in a private temporary folder, which is removed at the end of the block.

    Raises RequestError where the folder that TMPDIR names cannot be used: clients' data go nowhere else; and
    DatabaseError where there is no room in it.
    """
    named = os.environ.get("TMPDIR")
    try:
        used = tempfile.gettempdir()
    except FileNotFoundError:
        used = ""
    if not used or (named and Path(used).resolve() != Path(named).resolve()):
        raise RequestError(
            f"Nothing can be written to {named or 'a temporary folder'}, where copies of the extracts would "
            "lie meanwhile; make room there, or name another folder with TMPDIR."
        )
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    held = _hold(folder)
    try:
        place = Staging(folder)
        try:
            yield place
        finally:
            place.release()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)
