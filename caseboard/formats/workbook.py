"""Rows as an Excel workbook of one sheet."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

from caseboard.errors import RequestError
from caseboard.formats.objects import encode
from caseboard.formats.values import scalar
from caseboard.textsafe import clean, width

MOST_ROWS, MOST_COLUMNS, LONGEST = 1_048_575, 16_384, 32_767  # of a sheet under its header; of a cell
DIGITS = 15  # of a number that Excel keeps
NARROWEST, WIDEST, LOOKED_AT = 8, 60, 200  # a column in characters, and the rows it is measured by
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML
_LINE_ENDS = re.compile("\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as another character
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def write_workbook(path: Path, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows under a header to the only sheet, called `name`.

    Raises RequestError where it cannot be written, or Excel could not hold it whole.
    """
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise RequestError(
            f"{len(rows):,} rows of {len(columns):,} columns are more than an Excel sheet holds "
            f"({MOST_ROWS:,} and {MOST_COLUMNS:,}): ask for fewer with --limit, or use csv or parquet."
        )
    book = Workbook(write_only=True)
    book.properties.creator = "caseboard"
    sheet: Any = book.create_sheet(_sheet_name(name))
    sheet.freeze_panes = "A2"
    for place, wide in enumerate(_widths(columns, rows), 1):
        sheet.column_dimensions[get_column_letter(place)].width = wide
    beside = None
    try:
        # The rows until they are packed: in no temporary folder, but for a device, and their owner's alone.
        folder = path.parent if path.is_file() or not path.exists() else None
        handle, beside = mkstemp(prefix=f".{path.name}.", dir=folder)
        os.close(handle)
        ALL_TEMP_FILES.append(beside)
        sheet._writer = WorksheetWriter(sheet, beside)
        sheet._writer.write_top()
        header = [_text(sheet, column, 1, place) for place, column in enumerate(columns)]
        for cell in header:
            cell.font = Font(bold=True)
        sheet.append(header)
        for line, row in enumerate(rows, 2):
            sheet.append([_cell(sheet, value, line, place) for place, value in enumerate(row)])
        packed = BytesIO()  # of a full disk zipfile tells a second time, as a traceback
        book.save(packed)
        path.write_bytes(packed.getbuffer())
    except OSError as error:
        raise RequestError(
            f"{path} cannot be written ({error.strerror or error}): name another file."
        ) from error
    finally:
        with suppress(Exception):  # what is closed already is
            sheet.close()
        if beside is not None:
            Path(beside).unlink(missing_ok=True)


def _cell(sheet: Any, value: Any, line: int, place: int) -> Any:
    """A value as Excel has it, or as a cell."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float, Decimal)) and _exact(value):
        return value if not isinstance(value, int) or abs(value) < 10**11 else _formed(sheet, value, "0")
    if isinstance(value, datetime):
        if _holds(value, value.date()):
            return _formed(sheet, value, "yyyy-mm-dd hh:mm:ss" + (".000" if value.microsecond else ""))
    elif isinstance(value, date):
        if value >= _FIRST_DAY:
            return _formed(sheet, value, "yyyy-mm-dd")
    elif isinstance(value, time) and _holds(value, _FIRST_DAY):
        return _formed(sheet, value, "hh:mm:ss" + (".000" if value.microsecond else ""))
    shown = encode(value) if isinstance(value, (list, tuple, dict)) else scalar(value)
    return _text(sheet, shown, line, place)


def _exact(value: float | Decimal) -> bool:
    """Whether Excel keeps every digit; of a float it drops those that are the noise of binary."""
    if isinstance(value, float):
        return math.isfinite(value)
    exact = Decimal(value)
    return (
        exact.is_finite() and len(exact.normalize().as_tuple().digits) <= DIGITS and abs(exact) < 10**DIGITS
    )


def _holds(moment: datetime | time, day: date) -> bool:
    """Whether Excel can hold a moment of a day: it has no zones, and no more than milliseconds."""
    return moment.tzinfo is None and moment.microsecond % 1000 == 0 and day >= _FIRST_DAY


def _formed(sheet: Any, value: Any, form: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = form
    return cell


def _text(sheet: Any, text: str, line: int, place: int) -> Any:
    """A cell that is text whatever it begins with."""
    shown = _ESCAPE.sub("_x005F_", _FORBIDDEN.sub(_visible, _LINE_ENDS.sub("\n", text)))
    if len(shown) > LONGEST // 2 and len(shown.encode("utf-16-le")) > 2 * LONGEST:
        raise RequestError(
            f"The text of row {line}, column {get_column_letter(place + 1)} has more than the {LONGEST:,} "
            "characters that an Excel cell holds: use csv or parquet."
        )
    cell = WriteOnlyCell(sheet, shown)
    cell.data_type = "s"
    return cell


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    """How wide each column is, by its name and its first rows."""
    for place, name in enumerate(columns):
        texts = [scalar(row[place])[:WIDEST] for row in rows[:LOOKED_AT]]
        yield min(max(width(text) for text in (name, *texts, " " * NARROWEST)) + 2, WIDEST)


def _sheet_name(name: str) -> str:
    """A name as Excel allows it."""
    allowed = _NOT_IN_A_NAME.sub(" ", clean(name)).strip(" '")[:31].strip(" '")
    return allowed if allowed and allowed.lower() != "history" else "caseboard"
