"""The bundled sample clinic, loaded into the user's cache folder once per version of sample and schema."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from caseboard import __version__
from caseboard.errors import RequestError
from caseboard.library import Library
from caseboard.settings import bundled, user_folder


def sample_database(library: Library, progress: Callable[[str, float], None] | None = None) -> Path:
    """The sample's database, made when it is not there yet.

    Raises RequestError when the cache folder cannot be written to.
    """
    folder = user_folder("cache")
    path = folder / f"sample-{_version(library)}.duckdb"
    if path.exists():
        return path
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    made = folder / f".sample-{os.getpid()}.duckdb"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = Engine(made)
        import_extracts([bundled("sample_data")], engine, library, progress=progress)
        engine.close()
        for old in folder.glob("sample-*.duckdb"):
            old.unlink(missing_ok=True)
        made.replace(path)
    except OSError as error:
        raise RequestError(f"The sample clinic cannot be kept in {folder}: {error.strerror}.") from None
    finally:
        made.unlink(missing_ok=True)
    return path


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
