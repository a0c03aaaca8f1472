"""A private database in a temporary folder, where an import is staged and checked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseboard.store.cursor import Cursor
from caseboard.store.engine import connect, quoted


class Staging:
    """`cursor` works on the temporary database at `path` (catalog `staging`, the default)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "staging.duckdb"
        self._instance = connect()
        self._instance.execute(f"attach {quoted(str(self.path))} as staging")
        self._instance.execute("use staging")
        self._instance.execute(f"set temp_directory = {quoted(str(folder / 'spill'))}")
        self.cursor = Cursor(self._instance, str(self.path))
        self._open = True

    def lock_down(self) -> None:
        """From here on: no file, no network, no change of settings. Cannot be undone."""
        self.cursor.execute("set enable_external_access = false")
        self.cursor.execute("set lock_configuration = true")

    def release(self) -> None:
        """Close the database, so that it can be attached elsewhere. The file stays until the end."""
        if self._open:
            self._open = False
            self._instance.close()


@contextmanager
def staging() -> Iterator[Staging]:
    """A Staging in a private temporary folder, which is removed at the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="caseboard-"))
    place = Staging(folder)
    try:
        yield place
    finally:
        place.release()
        shutil.rmtree(folder, ignore_errors=True)
