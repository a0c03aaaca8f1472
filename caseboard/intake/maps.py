"""Maps: how another system's files become the contract's tables.

A map is a folder with a `map.toml`, with SELECT files named after the contract's tables, or with both;
or such a TOML file by itself. A `map.toml` with SELECTs beside it is its folder.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caseboard.errors import RequestError
from caseboard.files import toml_file
from caseboard.intake.contract import contract

ORDERS = ("mdy", "dmy", "ymd")
_KEYS: dict[str, type] = {
    "title": str, "date_order": str, "name_order": str, "encoding": str, "delimiter": str,
    "files": dict, "columns": dict, "words": dict, "file": dict, "ignore": list,
}  # fmt: skip
_FILE_KEYS = ("encoding", "delimiter", "date_order")


@dataclass(frozen=True)
class Map:
    """A map as read. Names of files and columns are in small letters.

    `files`: their stem -> our table. `columns`: our table -> (their column -> ours). `words`: our table ->
    our column -> (their word -> ours). `file`: what holds for one stem only. `selects`: our table -> file.
    """

    path: Path | None = None
    date_order: str | None = None
    last_first: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    file: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    selects: Mapping[str, Path] = field(default_factory=dict)

    def table_of(self, stem: str) -> str | None:
        """The contract's table that a file is by itself; None for a file that only SELECTs can read."""
        name = stem.lower()
        if name in self.files:
            return self.files[name]
        return name if name in contract().tables and name not in self.selects else None

    def setting(self, stem: str, key: str) -> str | None:
        """`encoding`, `delimiter` or `date_order` for one file: its own, else the map's."""
        own = self.file.get(stem.lower(), {}).get(key)
        general: str | None = getattr(self, key)
        return own or general

    def lacking(self, stems: Iterable[str]) -> list[str]:
        """What the files would become that are named here and not among `stems`."""
        given = {stem.lower() for stem in stems}
        return [f"{table} of {stem}" for stem, table in sorted(self.files.items()) if stem not in given]

    def idle(self, stems: Iterable[str]) -> list[str]:
        """Files with settings of their own that are neither among `stems` nor known by another name."""
        known = {*self.files, *contract().tables, *(stem.lower() for stem in stems)}
        return sorted(set(self.file) - known)


def find_map(name: str | Path, folders: list[Path]) -> Path:
    """The map's folder or file: a path, else a folder of that name under one of `folders`.

    Raises RequestError that names the maps there are.
    """
    path = Path(name)
    if path.exists():
        return path
    for folder in folders:
        if (folder / str(name)).is_dir():
            return folder / str(name)
    there = sorted({p.name for f in folders if f.is_dir() for p in f.iterdir() if p.is_dir()})
    raise RequestError(
        f"There is no map '{name}'; give a folder, a map.toml, or one of: {', '.join(there) or 'none yet'}."
    )


def read_map(path: Path) -> Map:
    """Read a map's folder or file. Raises RequestError naming what is wrong in it."""
    if path.suffix.lower() == ".sql":
        raise RequestError(f"{path} is one SELECT of a map; name its folder: --map {path.parent}.")
    if path.is_file():
        beside = {file.stem for file in path.parent.glob("*.sql")} if path.name == "map.toml" else set()
        if beside.isdisjoint(contract().tables):
            return _parse(path, {})
        path = path.parent
    selects: dict[str, Path] = {}
    for file in sorted(path.glob("*.sql")):
        if file.stem not in contract().tables:
            raise RequestError(
                f"{file} is not named after a table of the contract; the tables are "
                f"{', '.join(contract().tables)}."
            )
        selects[file.stem] = file
    toml = path / "map.toml"
    if not selects and not toml.is_file():
        raise RequestError(f"{path} holds neither a map.toml nor a SELECT such as attendance.sql.")
    return _parse(toml, selects)


def _parse(path: Path, selects: dict[str, Path]) -> Map:
    raw = toml_file(path) if path.is_file() else {}
    for key, value in raw.items():
        if key not in _KEYS:
            raise RequestError(f"{path} has an unknown key '{key}'; the keys are {', '.join(_KEYS)}.")
        if not isinstance(value, _KEYS[key]):
            raise RequestError(f"'{key}' in {path} should be a {_KEYS[key].__name__}.")
    _how_it_is_written(path, raw)
    _choice(path, "name_order", raw.get("name_order"), ("last_first", "first_last"))
    files = {
        stem: _table(path, table) for stem, table in _folded(path, "files", raw.get("files", {})).items()
    }
    columns = {}
    for table, renamed in _tables(path, "columns", raw).items():
        known = contract().tables[_table(path, table)].names
        for ours in renamed.values():
            if ours not in known:
                raise RequestError(f"{path}: {table} has no column '{ours}'; it has {', '.join(known)}.")
        columns[table] = _folded(path, f"columns.{table}", renamed)
    words: dict[str, dict[str, dict[str, str]]] = {}
    for table, by_column in _tables(path, "words", raw).items():
        known = contract().tables[_table(path, table)].names
        for column, pairs in by_column.items():
            if column not in known or not isinstance(pairs, dict):
                raise RequestError(
                    f"{path}: [words.{table}.{column}] is no column of {table} with its words."
                )
            place = f"words.{table}.{column}"
            words.setdefault(table, {})[column] = _folded(path, place, pairs)
            _known_words(path, place, pairs, contract().tables[table].column(column).words)
    own: dict[str, dict[str, str]] = {}
    of_files = _tables(path, "file", raw)
    _folded(path, "file", of_files)  # the settings of one would be those of the other
    for stem, settings in of_files.items():
        for key in settings:
            _choice(path, f"file.{stem}", key, _FILE_KEYS)
        _how_it_is_written(path, settings)
        own[_lower(stem)] = {key: str(value) for key, value in settings.items()}
    return Map(
        path=path if not selects else path.parent,
        date_order=raw.get("date_order"),
        last_first=raw.get("name_order") == "last_first",
        encoding=raw.get("encoding"),
        delimiter=raw.get("delimiter"),
        files=files,
        columns=columns,
        words=words,
        file=own,
        ignore=frozenset(_lower(str(name)) for name in raw.get("ignore", ())),
        selects=selects,
    )


def _tables(path: Path, key: str, raw: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = raw.get(key, {})
    for name, value in found.items():
        if not isinstance(value, dict):
            raise RequestError(f"{path}: [{key}.{name}] should be a table.")
    return dict(found)


def _table(path: Path, name: object) -> str:
    if not isinstance(name, str) or name not in contract().tables:
        raise RequestError(
            f"{path}: '{name}' is no table of the contract; the tables are {', '.join(contract().tables)}."
        )
    return name


def _folded(path: Path, place: str, pairs: dict[str, Any]) -> dict[str, str]:
    """Their names or words, in small letters -> ours.

    Raises RequestError where two become one or one is empty.
    """
    found: dict[str, str] = {}
    for theirs, ours in pairs.items():
        if not _lower(theirs):
            raise RequestError(
                f"{path}: [{place}] has an empty name; an empty cell is nothing, and only a SELECT can make "
                "something of it."
            )
        if found.setdefault(_lower(theirs), str(ours)) != str(ours):
            both = " and ".join(f"'{name}'" for name in pairs if _lower(name) == _lower(theirs))
            raise RequestError(
                f"{path}: in [{place}] {both} are one word, for it counts without case; leave one, or "
                "tell them apart in a SELECT."
            )
    return found


def _choice(path: Path, key: str, value: object, among: tuple[str, ...]) -> None:
    if value is not None and value not in among:
        raise RequestError(f"{path}: '{key}' is '{value}'; it can be {', '.join(among)}.")


def _known_words(path: Path, place: str, pairs: dict[str, Any], known: tuple[str, ...]) -> None:
    """Refuse a word of ours that is no single value (a key of the map that slipped under a heading), or that
    the contract does not know.
    """
    for theirs, ours in pairs.items():
        if isinstance(ours, list | dict):
            raise RequestError(
                f"{path}: [{place}] makes '{theirs}' a list; a word becomes one word. A key of the map "
                "itself, such as ignore, stands above the first [heading]."
            )
        if known and _lower(str(ours)) not in ("", *known):
            raise RequestError(
                f"{path}: [{place}] makes '{theirs}' '{ours}', which is no word of ours; it can be "
                f"{', '.join(known)}."
            )


def _how_it_is_written(path: Path, settings: Mapping[str, Any]) -> None:
    """Refuse an order of dates or an encoding that nobody knows, and what a line cannot be split by."""
    _choice(path, "date_order", settings.get("date_order"), ORDERS)
    encoding = settings.get("encoding")
    try:
        codecs.lookup(str(encoding or "utf-8"))
    except (LookupError, ValueError):
        raise RequestError(
            f"{path}: the encoding '{encoding}' is unknown; write one such as utf-8, cp1252 or utf-16-le, or "
            "leave it out."
        ) from None
    mark = settings.get("delimiter")
    if mark is not None and (not isinstance(mark, str) or len(mark) != 1 or mark in '"\r\n\0'):
        raise RequestError(
            f"{path}: 'delimiter' is one sign such as ; or \\t (a tab), and neither a quote nor a line break."
        )


def _lower(name: str) -> str:
    return name.strip().lower()


def snake(name: str) -> str:
    """A name in small letters, with `_` for whatever is neither letter nor digit."""
    cleaned = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_") or "column"
    return f"_{cleaned}" if cleaned[0].isdigit() else cleaned
