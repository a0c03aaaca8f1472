"""Files that the user names: nothing is lost by them, and none is left half written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from caseboard.errors import RequestError

Stamp: TypeAlias = "tuple[tuple[int, ...], ...]"


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Where to write what belongs into `target`: a new file beside it, its owner's alone, that takes its
    place when the block ends well. What is there and no plain file, as a device or a pipe, is written itself.

    Raises RequestError where it cannot be written, or a database would be lost.
    """
    if target.exists() and not target.is_file():
        yield target
        return
    spare(target)
    place = target.resolve()
    beside = place.with_name(f".{place.name}.{os.urandom(6).hex()}")
    with _said(target):
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield beside
        with _said(target):
            beside.replace(place)
    except RequestError as error:  # the user knows the file by its own name
        raise RequestError(str(error).replace(str(beside), str(target))) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


@contextmanager
def _said(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise RequestError(f"{target} cannot be written ({why}); name another file.") from None


def spare(output: Path, *kept: Path | str | None) -> None:
    """Raise RequestError where writing to `output` would destroy a database or one of the files `kept`. What
    is written where the log of a database belongs, DuckDB would take for its log.

    A folder that is kept keeps every file in it.
    """
    place = output.resolve()
    if place.suffix == ".wal" and _is_database(place.with_suffix("")):
        raise RequestError(f"{output} is the log of a database; name another file.")
    if not output.is_file():
        return
    if _is_database(output):
        raise RequestError(f"{output} is a database and would be lost; name another file.")
    for source in kept:
        if source is None:
            continue
        path = Path(source).resolve()
        if place == path or (path.is_dir() and path in place.parents):
            raise RequestError(f"{output} is among what is to be read and would be lost; name another file.")


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def stamp(target: str) -> Stamp | None:
    """What tells a database's file, and its log, from what they were before: which file, its times and its
    size. None where there is no such file (an address; gone).
    """
    found = []
    for path in (Path(target), Path(f"{target}.wal")):
        with suppress(OSError, ValueError):
            seen = path.stat()
            found.append((seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size))
    return tuple(found) or None


def writable(output: Path) -> None:
    """Raise RequestError where no file can be written at `output`."""
    if output.is_dir():
        why = "it is a folder"
    elif not output.parent.is_dir():
        why = f"there is no folder {output.parent}"
    elif not os.access(output if output.exists() else output.parent, os.W_OK):
        why = "you may not write there"
    else:
        return
    raise RequestError(f"{output} cannot be written: {why}; name another file.")


def expanded(name: str) -> Path:
    """The path with `~` as the home folder. Raises RequestError where nobody has that home."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise RequestError(f"The home folder that {name} names is not known; write the whole path.") from None


def toml(text: str) -> dict[str, Any]:
    """A TOML text as a dictionary. Raises ValueError for all that it cannot be read for: tomllib lets through
    what Python says of a text that is nested too deep.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark. Raises RequestError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise RequestError(f"{path} is not UTF-8; save it as UTF-8.") from None


def toml_file(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary. Raises RequestError where it cannot be read, or is not TOML."""
    try:
        return toml(read_text(path))
    except ValueError as error:
        raise RequestError(f"{path} is not valid TOML: {error}; correct it.") from None
