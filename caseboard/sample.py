"""The bundled sample clinic, loaded into the user's cache folder once per version of sample and schema."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from caseboard import __version__
from caseboard.errors import RequestError
from caseboard.library import Library
from caseboard.settings import bundled, user_folder

KEPT_DAYS = 7


def sample_database(library: Library, progress: Callable[[str, float], None] | None = None) -> Path:
    """The sample's database, made when it is not there yet.

    Raises RequestError when the cache folder cannot be written to.
    """
    folder = user_folder("cache")
    path = folder / f"sample-{_version(library)}.duckdb"
    if path.exists():
        if _unused_days(path) >= 1:
            with suppress(OSError):
                os.utime(path)  # its time says when it was last used, to the day
        return path
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".sample-", dir=folder) as scratch:
            made = Path(scratch) / "sample.duckdb"
            engine = Engine(made)
            import_extracts([bundled("sample_data")], engine, library, progress=progress)
            engine.close()
            made.replace(path)
        _sweep(folder)
    except OSError as error:
        raise RequestError(
            f"The sample clinic cannot be kept in {folder} ({error.strerror or error}); name another folder "
            "with XDG_CACHE_HOME, or a database with --db."
        ) from None
    return path


def _sweep(folder: Path) -> None:
    """Remove the samples that nobody has used for days: another may stand open on somebody's screen."""
    for old in [*folder.glob("sample-*.duckdb"), *folder.glob(".sample-*")]:
        with suppress(OSError):
            if _unused_days(old) > KEPT_DAYS:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def _unused_days(path: Path) -> float:
    return (time.time() - path.stat().st_mtime) / 86_400


def _version(library: Library) -> str:
    digest = hashlib.sha256(__version__.encode())
    folders = [bundled("sample_data"), library.folder / "schema", library.folder / "measures"]
    if library.local is not None and (library.local / "measures").is_dir():
        folders.append(library.local / "measures")
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                known = path.stat()
                digest.update(f"{path.name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
