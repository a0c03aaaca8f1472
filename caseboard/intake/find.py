"""Which files a source holds, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from caseboard.errors import RequestError
from caseboard.files import toml_file
from caseboard.intake.maps import snake

if TYPE_CHECKING:
    from caseboard.intake.workbook import Book

TEXT = {".csv": "csv", ".tsv": "csv", ".txt": "csv"}
KINDS = {**TEXT, ".parquet": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson"}
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods")
NOT_EXTRACTS = ("truth.csv", "clinic.toml", "readme.md")


@dataclass(frozen=True)
class SourceFile:
    """One file to read, or one `sheet` of a workbook; `whole`: the sheet goes by the workbook's name."""

    path: Path
    kind: str
    book: Book | None = None
    sheet: str = ""
    whole: bool = False

    @property
    def label(self) -> str:
        """What it is called in words."""
        return self.path.name if self.book is None or self.whole else f"{self.path.name}, sheet {self.sheet}"

    @property
    def stem(self) -> str:
        """The sheet's name, or the file's without its last extension."""
        return stem_of(self.label)


_SHEET = re.compile(r"\.xls[xm], (?:hidden )?sheet (.*)", re.IGNORECASE | re.DOTALL)


def stem_of(label: str) -> str:
    """The name by which a file or sheet is known that is called so."""
    sheet = _SHEET.search(label)
    return sheet[1].strip() if sheet else Path(label).stem


@dataclass
class Found:
    """The files of a source, those that nobody can use, and what its clinic.toml says."""

    files: list[SourceFile]
    unknown: list[str] = field(default_factory=list)
    invented: bool = False
    last_day: date | None = None


def find(
    source: Path | str | Sequence[Path | str],
    stems: Iterable[str],
    read: Collection[str] = (),
    ignore: Collection[str] = (),
) -> Found:
    """The readable files of a folder or a list of files. `stems` are the names that mean something,
    small letters; an empty collection means any, and then `read` are those that SELECTs read. A workbook that
    cannot be read is passed over where it is in `ignore`, or nothing in it is named after what is read.

    Raises RequestError where a path does not exist, a file named by itself is of no use, or nothing is left.
    """
    named = [source] if isinstance(source, (str, Path)) else list(source)
    known = {stem.lower() for stem in stems}
    found = Found([])
    for entry in named:
        path = Path(entry)
        if path.is_dir():
            _folder(path, known, read, ignore, found)
        elif path.exists():
            _single(path, known, read, found)
        else:
            raise RequestError(f"There is no file or folder {path}; name the extracts' folder or files.")
        whole = path.resolve()
        found.invented = found.invented or _is_invented(whole if path.is_dir() else whole.parent)
    if named and not found.files:
        passed = f" Passed over: {', '.join(found.unknown)}." if found.unknown else ""
        raise RequestError(
            f"No extract was found in {', '.join(str(n) for n in named)}; the files are named after the "
            f"contract's tables (clients.csv, attendance.parquet, ...), or a map names them.{passed}"
        )
    return found


def _folder(
    folder: Path, known: set[str], read: Collection[str], ignore: Collection[str], found: Found
) -> None:
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if name.startswith("."):
            continue
        if path.is_dir():
            if path.suffix.lower() in (*KINDS, *WORKBOOKS):
                found.unknown.append(f"{path.name} (a folder)")
            continue
        if name in NOT_EXTRACTS:
            if name == "clinic.toml":
                _clinic(path, found)
            continue
        stem, ending = path.stem.lower(), path.suffix.lower()
        if ending in OTHER_WORKBOOKS and stem in known:
            raise _other_workbook(path)
        if ending in WORKBOOKS and not name.startswith("~$"):  # such a one says that Excel has another open
            if not _workbook(path, known, read, found, ignore):
                found.unknown.append(path.name)
            continue
        kind = KINDS.get(ending)
        if kind is None or (known and stem not in known):
            found.unknown.append(path.name)
            continue
        found.files.append(SourceFile(plain(path), kind))


def _single(path: Path, known: set[str], read: Collection[str], found: Found) -> None:
    if path.name.lower() == "clinic.toml":
        _clinic(path, found)
        return
    ending = path.suffix.lower()
    if ending in OTHER_WORKBOOKS:
        raise _other_workbook(path)
    if ending in WORKBOOKS:
        if not _workbook(path, known, read, found):
            raise RequestError(
                f"Neither {path} nor a sheet of it that is shown is named after a table of the contract; "
                "rename the sheets (clients, attendance, ...), or give a map that names them."
            )
        return
    kind = KINDS.get(ending)
    if kind is None:
        raise RequestError(
            f"{path} is no CSV, TSV, Parquet or NDJSON file and no .xlsx workbook; save it as one of these."
        )
    if known and path.stem.lower() not in known:
        raise RequestError(
            f"{path} is not named after a table of the contract; rename it (clients.csv, attendance.csv, "
            "...), or give a map that names it."
        )
    found.files.append(SourceFile(plain(path), kind))


def _is_invented(folder: Path) -> bool:
    """True beside a clinic.toml that says so, and in the `corrections` of such a clinic."""
    clinic = (folder.parent if folder.name == "corrections" else folder) / "clinic.toml"
    return clinic.is_file() and toml_file(clinic).get("invented") is True


def plain(path: Path) -> Path:
    """The path. Raises RequestError for what is no file: a pipe tells its text once, and it is read twice."""
    if path.exists() and not path.is_file():
        raise RequestError(f"{path} is a pipe or a device; import reads files, so write it into one first.")
    return path


def _other_workbook(path: Path) -> RequestError:
    return RequestError(f"{path} is a workbook of a kind that import does not read; save it as .xlsx.")


def _workbook(
    path: Path, known: set[str], read: Collection[str], found: Found, ignore: Collection[str] | None = None
) -> bool:
    """Add the sheets of a workbook that mean something; False where none does, nor its name. `ignore`: the
    files of its folder that are not wanted; None for one that is named by itself.

    A workbook of one filled sheet that is named after a table is that table; else each sheet is a file.
    """
    from caseboard.intake.workbook import Book, names_of_sheets

    def means(name: str) -> bool:
        return name.strip().lower() in known if known else snake(name) in read

    try:
        book = Book(plain(path))
    except RequestError as error:
        if ignore is None:
            raise
        names = names_of_sheets(path)
        if path.stem.lower() in ignore or (names and not any(map(means, [path.stem, *names]))):
            return False
        raise RequestError(f"{str(error)[:-1]}; take it out of its folder where it is no extract.") from None
    shown = [sheet for sheet in book.sheets if sheet.shown]
    filled = [sheet.name for sheet in shown if sheet.filled]
    own, any_named = means(path.stem), any(means(sheet.name) for sheet in shown)
    if chart := next((name for name in book.charts if means(name)), None):
        raise RequestError(f"{path}: the sheet {chart} is a chart, which has no rows; rename it.")
    if not own and not any_named and (known or not filled):
        return False
    if not shown:
        raise RequestError(f"{path} has no sheet of cells that is shown; show the one that is meant.")
    if len(filled) < 2 and (own or not any_named):
        found.files.append(SourceFile(path, "workbook", book, (filled or [shown[0].name])[0], whole=True))
    elif own and path.stem.lower() not in [name.strip().lower() for name in filled]:
        raise RequestError(
            f"{path} is named after one table, and {len(filled)} of its sheets are filled "
            f"({', '.join(filled)}); leave one, or name each sheet after its table and the file otherwise."
        )
    else:
        files = [SourceFile(path, "workbook", book, sheet.name) for sheet in shown]
        for sheet, file in zip(shown, files, strict=True):
            if means(sheet.name) or (sheet.filled and not known):
                found.files.append(file)
            elif sheet.filled:
                found.unknown.append(file.label)
    hidden = [sheet.name for sheet in book.sheets if sheet.filled and not sheet.shown]
    found.unknown += [f"{path.name}, hidden sheet {name}" for name in hidden]
    return True


def _clinic(path: Path, found: Found) -> None:
    clinic = toml_file(plain(path))
    found.invented = found.invented or clinic.get("invented") is True
    day = clinic.get("last_day")
    if isinstance(day, date):
        found.last_day = day
