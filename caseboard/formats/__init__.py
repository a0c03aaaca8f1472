"""A result as a table, csv, tsv, json, ndjson, markdown, parquet or xlsx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TextIO, cast

from caseboard.errors import RequestError

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "markdown", "parquet", "xlsx")
"""What `write` can write; "table" and "markdown" are for eyes, the others for programs."""

BINARY = ("parquet", "xlsx")
"""The formats that are no text, and so need a file."""

SUFFIXES = {
    ".csv": "csv", ".tsv": "tsv", ".md": "markdown", ".json": "json", ".ndjson": "ndjson",
    ".parquet": "parquet", ".xlsx": "xlsx",
}  # fmt: skip
"""The format that the ending of a file's name stands for."""

_OTHERS = """
    .xls .xlsm .xlsb .ods .numbers .pdf .html .htm .xml .doc .docx .odt .rtf .ppt .pptx .jsonl .yaml .yml
    .duckdb .db .sqlite .arrow .feather .avro .sav .dta .rds .svg .png .jpg .zip .gz
"""
OTHERS = frozenset(_OTHERS.split())
"""Endings that stand for what nobody here writes: a table under such a name could not be opened."""

__all__ = ["BINARY", "FORMATS", "OTHERS", "SUFFIXES", "Rectangle", "write"]


class Rectangle(Protocol):
    """What is written: `caseboard.library.Result`, or anything with these four parts. A workbook's sheet has
    its `name`, where it has one.
    """

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def types(self) -> Sequence[str]:
        """Their DuckDB types."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """One tuple a row."""

    @property
    def total(self) -> int | None:
        """The number of rows before a limit cut them; None: nothing was cut."""


def write(
    result: Rectangle,
    format: str,
    out: TextIO | BinaryIO | Path,
    *,
    width: int | None = None,
) -> str | None:
    """Write `result` to `out` and return the sentence that says what was left out, or None.

    The sentence ("500 of 12,043 rows") belongs on stderr; it is never among the data.

    - `width`: the cells that a "table" may take (a terminal's columns); columns that do not fit are
      left out, and the sentence says so. None: every column, each at most 60 cells wide.
    - "json" is one array of objects, "ndjson" an object a line: dates and times ISO 8601 (`T`
      between them), decimals as exact numbers, NaN and infinity null, lists as arrays, structs and
      maps as objects, JSON columns as themselves, intervals and blobs as DuckDB writes them.
      Control and bidi characters are escaped: the same text, and a terminal stays unmoved.
    - "csv" and "tsv" follow RFC 4180 with "\\n" line ends, UTF-8 without a byte order mark, null as
      an empty cell, lists and structs as JSON. Text is raw, but for spreadsheets: a text (or name
      of a column) that begins with = + - @ (wide ones also), tab or a line break, and is no number,
      gets an apostrophe before it.
    - "table" and "markdown" show cleaned text (caseboard.textsafe); never an escape code.
    - "parquet" keeps DuckDB's types and needs a path.
    - "xlsx" needs a path. Dates, times, numbers and booleans are Excel's own; a number of which Excel would
      lose digits and a time that it cannot hold are text. Text is never a formula. Lists and structs as JSON.

    `out` may be a text stream (its byte buffer is used where it has one, so that the data are UTF-8
    everywhere), a byte stream or a path. Raises RequestError for an unknown format, parquet or xlsx
    without a path, a path that cannot be written, and rows that no Excel sheet can hold.
    """
    if format not in FORMATS:
        raise RequestError(f"There is no format {format!r}: use one of {', '.join(FORMATS)}.")
    columns, types, rows = list(result.columns), list(result.types), result.rows
    left_out = [] if result.total is None else [f"{len(rows):,} of {result.total:,} rows"]
    if format in BINARY:
        if not isinstance(out, Path):
            raise RequestError(no_text(format))
        _binary(format, getattr(result, "name", ""), columns, types, rows, out)
    elif format == "table":
        from caseboard.formats.table import table

        lines, shown = table(columns, types, rows, width)
        if shown < len(columns):
            left_out.append(f"{shown} of {len(columns)} columns (a wider window shows more)")
        _send(lines, out, data=False)
    elif format == "markdown":
        from caseboard.formats.markdown import markdown

        _send(markdown(columns, types, rows), out, data=isinstance(out, Path))
    elif format in ("csv", "tsv"):
        from caseboard.formats.delimited import delimited

        delimiter = "," if format == "csv" else "\t"
        made = delimited(columns, rows, delimiter)
        _send(_seen(made) if _is_terminal(out) else made, out)
    else:
        from caseboard.formats.objects import array, lines_of_objects

        encode = array if format == "json" else lines_of_objects
        _send(encode(unique(columns), types, rows), out)
    return ", ".join(left_out) or None


def _is_terminal(out: TextIO | BinaryIO | Path) -> bool:
    return not isinstance(out, Path) and out.isatty()


def _seen(lines: Iterator[str]) -> Iterator[str]:
    """Data as text for a screen: what would move a terminal is made visible."""
    from caseboard.textsafe import clean

    for line in lines:
        yield clean(line.rstrip("\r\n"), limit=None) + "\n"


def unique(columns: Sequence[str]) -> list[str]:
    """Return the names with "_2", "_3" on those that stand there already."""
    names: list[str] = []
    taken: set[str] = set()
    for name in columns:
        number, new = 1, name
        while new in taken or (new != name and new in columns):
            number += 1
            new = f"{name}_{number}"
        taken.add(new)
        names.append(new)
    return names


def no_text(format: str) -> str:
    """Say that a format needs a file."""
    name = {"parquet": "Parquet", "xlsx": "An Excel workbook"}[format]
    return f"{name} is no text for a terminal or a pipe: name a file with -o FILE."


def _binary(
    format: str, name: str, columns: list[str], types: list[str], rows: Sequence[Sequence[Any]], out: Path
) -> None:
    if format == "parquet":
        from caseboard.store import write_parquet

        write_parquet(out, unique(columns), types, rows)
    else:
        from caseboard.formats.workbook import write_workbook

        write_workbook(out, name, columns, rows)


def _send(lines: Iterator[str], out: TextIO | BinaryIO | Path, *, data: bool = True) -> None:
    """Write the lines, a few hundred at a time; data as UTF-8, words in the stream's encoding."""
    if isinstance(out, Path):
        try:
            with out.open("wb") as file:
                _send(lines, file)
        except OSError as error:
            why = error.strerror or str(error)
            raise RequestError(f"{out} cannot be written ({why}): name another file.") from error
        return
    if hasattr(out, "encoding"):
        text = cast(TextIO, out)
        buffer = getattr(text, "buffer", None)
        if data and buffer is not None:
            text.flush()
            _send(lines, buffer)
            return
        encoding = None if buffer is None else text.encoding
        for chunk in _chunks(lines):
            if encoding is not None:
                chunk = chunk.encode(encoding, "replace").decode(encoding)
            text.write(chunk)
        text.flush()
        return
    for chunk in _chunks(lines):
        out.write(chunk.encode("utf-8", "replace"))
    out.flush()


def _chunks(lines: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) >= 500:
            yield "".join(held)
            held.clear()
    yield "".join(held)
