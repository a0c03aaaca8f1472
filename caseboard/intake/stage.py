"""Every source file as a table, `raw_<n>`, in the staging database: texts, or a Parquet file's own types."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseboard.errors import DatabaseError, QueryError, RequestError
from caseboard.intake import decode
from caseboard.intake.find import SourceFile
from caseboard.intake.values import as_text
from caseboard.quoting import identifier, literal
from caseboard.store import Cursor

if TYPE_CHECKING:
    from caseboard.intake.workbook import Book

LINE, BROKEN, RAW = " line", " broken", " raw"  # no header can have such names: they are stripped
_FIELD, _MARK = "\x1f", "\x1e"
_SPECIAL = re.compile("[\x00\x1e\n\r]")
_ESCAPES = {"\x00": "4", "\x1e": "0", "\n": "1", "\r": "2", "\x1f": "3"}
_TROUBLE = re.compile("[\x00\x1e\x1f\n\r]")
_TOO_LONG = ("Maximum line size", "Parallel CSV Reader")  # a line a little too long, and one far too long
_NUMBERED = "file_row_number"  # DuckDB's name for the place of a row in a Parquet file
_KEPT = ("BIGINT", "BOOLEAN", "DATE", "DOUBLE", "INTEGER", "TIMESTAMP", "VARCHAR")


@dataclass(frozen=True)
class Raw:
    """One staged file: `label` is its name, `columns` those of its header; `line` is SQL for the line of a
    row; `broken` is True where unreadable lines were kept as rows with the columns BROKEN and RAW. `table`
    names a table of the contract where the file is a part of a rejects file. `types` are the columns' own
    types where they are not texts.
    """

    number: int
    label: str
    stem: str
    columns: list[str] = field(default_factory=list)
    rows: int = 0
    line: str = identifier(LINE)
    broken: bool = False
    sha256: str = ""
    table: str | None = None
    note: str = ""
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name in the staging database."""
        return f"raw_{self.number}"


@dataclass(frozen=True)
class Hints:
    """What a map says of a file: its encoding and delimiter, where it says so, and the names of columns
    by which a delimiter is recognised; `timed`: those that hold a time of day.
    """

    encoding: str | None = None
    delimiter: str | None = None
    known: frozenset[str] = frozenset()
    timed: frozenset[str] = frozenset()


def stage_file(cursor: Cursor, number: int, file: SourceFile, hints: Hints, folder: Path) -> Raw:
    """Make `raw_<number>` of one file. `folder` takes temporary files.

    Raises RequestError where the file cannot be read at all.
    """
    if file.kind == "parquet":
        return _parquet(cursor, number, file, folder)
    if file.book is not None:
        return _sheet(cursor, number, file, file.book, hints, folder)
    shape = decode.scan(file.path, hints.encoding)
    try:
        if file.kind == "ndjson":
            return _ndjson(cursor, number, file, shape, folder)
        return _csv(cursor, number, file, shape, hints, folder)
    except QueryError as error:
        if not any(words in str(error) for words in _TOO_LONG):
            raise
        raise decode.too_long(file.path) from None  # DuckDB's own words hold the whole line
    except UnicodeError as error:
        raise RequestError(
            f"{file.path} is not {shape.encoding} text ({error.__class__.__name__}); save it as UTF-8."
        ) from None


@contextmanager
def _copying(what: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RequestError(
            f"No copy of {what} can be kept in the temporary folder {folder.parent} "
            f"({error.strerror or error}); make room there, or name another with TMPDIR."
        ) from None


def _parquet(cursor: Cursor, number: int, file: SourceFile, folder: Path) -> Raw:
    """The file is copied as it is, and `raw_<number>` is a view of the copy; a table of its rows where a
    column has the name under which DuckDB numbers them.
    """
    copy = folder / f"raw_{number}.parquet"
    try:
        original = file.path.open("rb")
    except OSError as error:
        raise RequestError(f"{file.path} cannot be read: {error.strerror or error}.") from None
    with original, _copying(file.path.name, folder), copy.open("wb") as out:
        shutil.copyfileobj(original, out)
    source = literal(str(copy))
    try:
        described = cursor.describe(f"select * from read_parquet({source})")
        names = unique([name for name, _ in described])
        chosen = ", ".join(
            f"{_kept(identifier(name), kind)} as {identifier(ours)}"
            for (name, kind), ours in zip(described, names, strict=True)
        )
        if _NUMBERED in (name.lower() for name, _ in described):
            cursor.execute(f"create table raw_{number} as select {chosen} from read_parquet({source})")
        else:
            cursor.execute(
                f"create view raw_{number} as select {chosen}, {_NUMBERED} as rowid "
                f"from read_parquet({source}, {_NUMBERED} = true)"
            )
        rows = cursor.count(f"select count(*), bit_xor(hash(r)) from raw_{number} as r")
    except (QueryError, DatabaseError) as error:  # DuckDB calls a copy that ends too early an unusable file
        if isinstance(error, DatabaseError) and str(copy) not in str(error):
            raise
        why = str(error).rpartition("cannot be used: ")[2].partition(" LINE ")[0]
        raise RequestError(
            f"{file.path} cannot be read as Parquet: {why.replace(str(copy), str(file.path))}"
        ) from None
    kinds = zip(names, (kind for _, kind in described), strict=True)
    types = {name: kind for name, kind in kinds if kind in _KEPT and kind != "VARCHAR"}
    return Raw(
        number, file.path.name, file.stem, names, rows, line="rowid + 1", sha256=_hash(copy), types=types
    )


def _kept(name: str, kind: str) -> str:
    return name if kind in _KEPT else as_text(name, kind)


def _hash(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _csv(
    cursor: Cursor, number: int, file: SourceFile, shape: decode.Shape, hints: Hints, folder: Path
) -> Raw:
    path = file.path
    raw = Raw(number, path.name, file.stem, sha256=shape.sha256, note=_as_cp1252(path, shape))
    with decode.opened(path, shape.encoding) as lines:
        above, first = next(((n, line) for n, line in enumerate(lines) if line.strip()), (0, ""))
    if not first:
        return _empty(cursor, raw)
    if len(first) > decode.LONGEST:
        raise decode.too_long(path)
    delimiter = hints.delimiter or decode.delimiter_of(first.rstrip("\r\n"), set(hints.known))
    if shape.plain and not above:
        names = unique(first.rstrip("\r\n").split(delimiter))
        if _plain(cursor, number, file, shape, names, delimiter):
            return replace(raw, columns=names, rows=shape.lines - 1, line="rowid + 2")
    with decode.opened(path, shape.encoding) as lines:
        found = decode.records(iter(lines), delimiter)
        header = next(found)
        if header.broken:
            raise RequestError(
                f"The header of {path} cannot be read: {header.broken}; mend line {header.line}."
            )
        names = unique(header.fields)
        rows, broken = write_records(cursor, number, names, found, folder)
    return replace(raw, columns=names, rows=rows, broken=broken)


def _as_cp1252(path: Path, shape: decode.Shape) -> str:
    """A note on a file that was read as cp1252 since it is not UTF-8, or not all of it."""
    if shape.not_utf8 is None:
        return ""
    note = f"{path.name} is not UTF-8 (first on line {shape.not_utf8}) and was read as cp1252"
    if shape.mixed:
        note = (
            f"WARNING: {note}, but letters above that are UTF-8, as where a file was cut short or made of "
            "two: each may have come in as two signs (Ã« for ë), so save it as UTF-8 and load it again"
        )
    return note


def _empty(cursor: Cursor, raw: Raw) -> Raw:
    cursor.execute(f'create table {raw.name} ("{LINE}" bigint)')
    return replace(raw, note=f"{raw.label} is empty: not even a header")


def _sheet(cursor: Cursor, number: int, file: SourceFile, book: Book, hints: Hints, folder: Path) -> Raw:
    """A sheet's rows as they stand in Excel, its first filled one being the header. What a cell has instead
    of a value counts in a column that is read.
    """
    from openpyxl.utils import get_column_letter

    raw = Raw(number, file.label, file.stem, sha256=book.sha256)
    rows = book.rows(file.sheet)
    header = next(rows, None)
    if header is None:
        return _empty(cursor, raw)
    for place, why in header.troubles.items():
        cell = f"{get_column_letter(place + 1)}{header.line}"
        raise RequestError(f"The header of {raw.label} cannot be read: cell {cell} {why}.")
    names = unique(header.texts)
    width = len(names)
    read = [not hints.known or decode.clean_name(name) in hints.known for name in names]

    untimed: dict[str, int] = {}
    timed = [name if not hints.known or decode.clean_name(name) in hints.timed else "" for name in names]

    def found() -> Iterator[decode.Record]:
        for row in rows:
            for name in filter(None, (timed[at] for at in row.untimed if at < width)):
                untimed[name] = untimed.get(name, 0) + 1
            why = [
                f"column {get_column_letter(at + 1)} {told}"
                for at, told in row.troubles.items()
                if at < width and read[at]
            ]
            if len(row.texts) > width:
                why.append(decode.wrong_count(len(row.texts), width))
            fields = row.texts + [""] * (width - len(row.texts))
            yield decode.Record(row.line, fields, "; ".join(why))

    count, broken = write_records(cursor, number, names, found(), folder)
    hidden = ", ".join(f"{name} in {count:,}" for name, count in untimed.items())
    note = f"{raw.label}: a time of day that the format of its cell hides was not read ({hidden}); "
    note += "where it matters, show it in Excel (yyyy-mm-dd hh:mm) and load the file again"
    return replace(raw, columns=names, rows=count, broken=broken, note=note if untimed else "")


def _plain(
    cursor: Cursor, number: int, file: SourceFile, shape: decode.Shape, names: Sequence[str], delimiter: str
) -> bool:
    """Read a file of plain shape with DuckDB; False where its lines are not its rows after all."""
    options = f"delim = {literal(delimiter)}, quote = '', escape = '', header = false, skip = 1"
    try:
        rows = _read(cursor, number, file.path, names, options)
    except QueryError:
        return False
    if rows == shape.lines - 1:
        return True
    cursor.execute(f"drop table raw_{number}")
    return False


def _read(cursor: Cursor, number: int, path: Path, names: Sequence[str], options: str) -> int:
    types = "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"
    return cursor.count(
        f"create table raw_{number} as select * from read_csv({literal(str(path))}, auto_detect = false, "
        f"columns = {types}, {options}, max_line_size = {decode.LONGEST}, buffer_size = 33554432)"
    )


def write_records(
    cursor: Cursor, number: int, names: Sequence[str], found: Iterable[decode.Record], folder: Path
) -> tuple[int, bool]:
    """Stage records with their lines; how many there were, and whether any was broken."""
    path = folder / f"raw_{number}.txt"
    width = len(names)
    count = 0
    broken = escaped = False
    nothing = [""] * width
    with (
        _copying("the extracts", folder),
        path.open("w", encoding="utf-8", errors="replace", newline="") as out,
    ):
        write = out.write
        for record in found:
            count += 1
            if record.broken:
                broken = True
                raw = record.raw or json.dumps(record.fields, ensure_ascii=False)
                fields = [str(record.line), record.broken, raw, *nothing]
            else:
                fields = [str(record.line), "", "", *record.fields]
            row = _FIELD.join(fields)
            if _SPECIAL.search(row) or row.count(_FIELD) != width + 2:
                escaped = True
                row = _FIELD.join([_TROUBLE.sub(_escape, value) for value in fields])
            write(row)
            write("\n")
    staged = [LINE, BROKEN, RAW, *names]
    options = f"delim = {literal(_FIELD)}, quote = '', escape = '', header = false"
    _read(cursor, number, path, staged, options)
    path.unlink()
    if escaped:
        chosen = ", ".join(f"{_unescape(identifier(name))} as {identifier(name)}" for name in staged)
        cursor.execute(f"create or replace table raw_{number} as select {chosen} from raw_{number}")
    return count, broken


def _escape(match: re.Match[str]) -> str:
    return _MARK + _ESCAPES[match[0]]


def _unescape(name: str) -> str:
    for character in ("\n", "\r", "\x1f", "\x00", "\x1e"):
        name = f"replace({name}, chr(30) || '{_ESCAPES[character]}', chr({ord(character)}))"
    return name


def _ndjson(cursor: Cursor, number: int, file: SourceFile, shape: decode.Shape, folder: Path) -> Raw:
    names: dict[str, None] = {}
    for _, entry, _ in _objects(file.path, shape.encoding):
        if entry is not None:
            names.update(dict.fromkeys(entry))
    header = list(names)
    columns = unique(header)
    note = _as_cp1252(file.path, shape)

    def found() -> Iterator[decode.Record]:
        for line, entry, line_text in _objects(file.path, shape.encoding):
            if entry is None:
                yield decode.Record(line, [line_text], "not a JSON object")
            else:
                yield decode.Record(line, [_plain_text(entry.get(name)) for name in header])

    rows, broken = write_records(cursor, number, columns, found(), folder)
    return Raw(
        number, file.path.name, file.stem, columns, rows, broken=broken, sha256=shape.sha256, note=note
    )


def _objects(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    with decode.opened(path, encoding) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                entry = None
            yield number, entry if isinstance(entry, dict) else None, line.rstrip("\r\n")


def _plain_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)


def unique(header: Sequence[str]) -> list[str]:
    """The header's names without space around them, each once (compared without case); the second of
    a name becomes `name (2)`, one without a name `column 7`. `rowid` is taken: it is the place of a row.
    """
    names: list[str] = []
    seen = {"rowid"}
    for place, entry in enumerate(header, start=1):
        plain = entry.strip().strip("\ufeff").strip() or f"column {place}"
        plain = plain.replace("\x00", "")
        name, again = plain, 2
        while name.lower() in seen:
            name, again = f"{plain} ({again})", again + 1
        seen.add(name.lower())
        names.append(name)
    return names
