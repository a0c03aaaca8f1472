"""Excel workbooks: their sheets, and a sheet's rows as the texts that a person sees in the cells.

openpyxl reads the strings, the styles and the list of sheets, and not their rows: it leaves out a row that
stands out of order and a sheet whose part is lost, fills every gap, reads a sheet to its end for its size,
and shows a formula whose value was never stored as an empty cell.
"""

from __future__ import annotations

import hashlib
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from caseboard.errors import RequestError

AGAIN = "open it in Excel and save it again as .xlsx, or save its sheets as CSV files"
_DATA, _ROW, _VALUE, _FORMULA, _INLINE = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("sheetData", "row", "v", "f", "is")
)
_OLD = b"\xd0\xcf\x11\xe0"  # how an .xls begins, and whatever Office has encrypted
_LARGE, _RATIO = 2**27, 100  # bytes unpacked, and times what is packed: a sheet is about 15 times
# A program that writes formulas and cannot calculate leaves 0 or nothing as their values, and asks for this;
# Excel takes it out when it saves.
_STALE = re.compile(rb'fullCalcOnLoad\s*=\s*["\'](?:1|true)')
_ESCAPED = re.compile("_x(00[01][0-9A-F]|005F)_", re.IGNORECASE)  # control characters, and their own mark
_ASIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')  # what a format shows as it stands, colours, gaps
_CODE = re.compile(r'(?:"[^"]*"|\\.|-|0)*0')  # 00000, "C"0000, 000-00-0000: a number that is a code
_SIGNS = re.compile(r'"[^"]*"|\\.|-|0')


@dataclass(frozen=True)
class Row:
    """A row that holds something: Excel's number of it, its texts up to the last that is not empty, and what
    is the trouble with the cells that have no value, by place. `untimed`: the places of dates whose format
    hides a time of day.
    """

    line: int
    texts: list[str]
    troubles: dict[int, str]
    untimed: list[int]


@dataclass(frozen=True)
class Sheet:
    """A sheet of cells; `shown` is False where it is hidden, `filled` where any cell holds something."""

    name: str
    shown: bool
    filled: bool


class Book:
    """A workbook as it was when it was opened: its bytes are read once.

    Raises RequestError where it is none, or cannot be read.
    """

    def __init__(self, path: Path) -> None:
        data = _bytes(path)
        self.path = path
        self.sha256 = hashlib.sha256(data).hexdigest()
        with _readable(str(path)):
            archive = zipfile.ZipFile(BytesIO(data))
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > max(_LARGE, _RATIO * len(data)):
                raise RequestError(
                    f"{path} would unpack to more than {_RATIO} times its size, which no workbook of "
                    f"records does; {AGAIN}."
                )
            main = [part for part in parts if part.filename.endswith("workbook.xml")]
            self._stale = any(_STALE.search(archive.read(part)) for part in main)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles that are left out
                self._reader = ExcelReader(BytesIO(data), data_only=True, keep_links=False)
                self._reader.read_manifest()
                self._reader.read_strings()
                self._reader.read_workbook()
                apply_stylesheet(self._reader.archive, self._reader.wb)
            book: Any = self._reader.wb
            self._formats = list(map(self._format, book._cell_styles))
            found = [(sheet, link) for sheet, link in self._reader.parser.find_sheets()]
            self._parts = {
                sheet.name: link.target for sheet, link in found if link.Type.endswith("/worksheet")
            }
            names = [sheet.name for sheet, _ in found]
            if again := [name for place, name in enumerate(names) if name in names[:place]]:
                raise RequestError(f"{path} has two sheets called {again[0]}; {AGAIN}.")
        self.charts = [sheet.name for sheet, _ in found if sheet.name not in self._parts]
        self.sheets = [
            Sheet(one.name, one.state == "visible", next(self.rows(one.name), None) is not None)
            for one, _ in found
            if one.name in self._parts
        ]

    def _format(self, style: Any) -> str:
        number = style.numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, "General")
        book: Any = self._reader.wb
        return str(book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a sheet that hold something."""
        with _readable(f"{self.path}, sheet {name}"), self._reader.archive.open(self._parts[name]) as source:
            line = 0
            for _, element in iterparse(source):
                if element.tag == _DATA:
                    return
                if element.tag == _ROW:
                    line = int(element.get("r") or line + 1)
                    row = self._row(line, element)
                    element.clear()
                    if row.texts:
                        yield row
            raise ValueError("it has no cells at all")

    def _row(self, line: int, cells: Iterable[Any]) -> Row:
        texts: list[str] = []
        troubles: dict[int, str] = {}
        untimed: list[int] = []
        at = -1
        for cell in cells:
            place = _place(cell.get("r", ""))
            at = at + 1 if place is None else place
            stored, kind = cell.findtext(_VALUE) or "", cell.get("t", "n")
            text, trouble = "", ""
            if kind == "e":
                text, trouble = stored, f"holds the error {stored}"
            elif (self._stale or not (stored or kind == "str")) and cell.find(_FORMULA) is not None:
                # a formula that gives an empty text stores that, and says that it is a text
                trouble = (
                    "holds a formula whose value was never stored; open the workbook in Excel and save it"
                )
            elif kind == "inlineStr":
                text = _unescaped(_inline(cell.find(_INLINE)))
            elif stored:
                try:
                    text, hides = self._text(stored, kind, int(cell.get("s", 0)))
                    untimed += [at] if hides else []
                except OverflowError:
                    text, trouble = stored, "holds a date that Excel cannot show"
            if trouble or (text and not text.isspace()):
                if at < len(texts) and texts[at]:
                    trouble = "stands twice in its row"
                texts += [""] * (at + 1 - len(texts))
                texts[at] = text
            if trouble:
                troubles[at] = trouble
        return Row(line, texts, troubles, untimed)

    def _text(self, stored: str, kind: str, style: int) -> tuple[str, bool]:
        """The text of a stored value, and whether it hides a time. Raises OverflowError for a date that none
        is.
        """
        if kind == "s":
            return _unescaped(self._reader.shared_strings[int(stored)]), False
        if kind == "str":
            return _unescaped(stored), False
        if kind == "b":
            return "true" if int(stored) else "false", False
        book: Any = self._reader.wb
        form = self._formats[style]
        if kind == "d":
            value: Any = from_ISO8601(stored)  # type: ignore[no-untyped-call]
            return _moment(value, form)
        value = float(stored) if re.search("[.eE]", stored) else int(stored)
        if style not in book._date_formats:
            return _number(value, form), False
        try:
            return _moment(from_excel(value, book.epoch, timedelta=style in book._timedelta_formats), form)
        except ValueError:
            raise OverflowError from None


@cache
def _letters(reference: str) -> int:
    return column_index_from_string(reference) - 1


def _place(reference: str) -> int | None:
    """The place of a column, from 0, of a cell that says which it is."""
    return _letters(reference.rstrip("0123456789")) if reference else None


def _inline(text: Any) -> str:
    """A text that stands in the cell itself, whose parts may be formatted."""
    if text is None:
        return ""
    if len(text) == 1 and not len(text[0]):  # as a rule; else it is formatted
        return text[0].text or ""
    whole = Text.from_tree(text)
    return whole.content if whole else ""


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@contextmanager
def _readable(what: str) -> Iterator[None]:
    """openpyxl raises whatever it stumbles upon."""
    try:
        yield
    except RequestError:
        raise
    except Exception as error:
        why = f"{type(error).__module__.rpartition('.')[2]}.{type(error).__name__}".removeprefix("builtins.")
        raise RequestError(f"{what} cannot be read as an Excel workbook ({why}); {AGAIN}.") from None


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}.") from None
    if data.startswith(_OLD):
        raise RequestError(
            f"{path} is protected with a password, or is an old .xls workbook under another name; open it in "
            "Excel and save it as .xlsx without a password."
        )
    return data


def names_of_sheets(path: Path) -> list[str]:
    """The names of the sheets of a workbook that cannot be read otherwise; none where these cannot either."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = next(each for each in archive.infolist() if each.filename.endswith("workbook.xml"))
            if part.file_size > _LARGE:
                return []
            with archive.open(part) as source:
                tags = [element for _, element in iterparse(source) if element.tag.endswith("}sheet")]
            return [str(element.get("name", "")) for element in tags]
    except Exception:  # whatever is wrong with it
        return []


def _moment(value: datetime | date | time | timedelta, form: str) -> tuple[str, bool]:
    """A date or a time as ISO 8601; without the time where the format has none, and whether there was one."""
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", False
    if not isinstance(value, datetime):
        return value.isoformat(), False
    shown = _ASIDE.sub("", form.partition(";")[0]).lower()
    if re.search("[dmy]", shown) and not re.search("[hs]", shown):
        return value.date().isoformat(), value.time() != time.min
    return value.isoformat(" "), False


def _number(value: float, form: str) -> str:
    """The value with at most 15 digits, as many as Excel keeps, whatever its format rounds it to."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e21):
        whole = int(value)
        return _code(whole, form) if form != "0" and whole >= 0 and _CODE.fullmatch(form) else str(whole)
    short = f"{value:.15g}"
    return format(Decimal(short), "f") if 1e-9 < abs(value) < 1e21 else short


def _code(value: int, form: str) -> str:
    """A whole number in a format of zeros and signs that stand between them."""
    signs = _SIGNS.findall(form)
    digits = str(value).zfill(signs.count("0"))
    shown, more = "", len(digits) - signs.count("0")
    for sign in signs:
        if sign == "0":
            shown, digits, more = shown + digits[: more + 1], digits[more + 1 :], 0
        else:
            shown += sign[1:-1] if sign.startswith('"') else sign[-1]
    return shown
