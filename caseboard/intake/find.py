"""Which files a source holds, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from caseboard.errors import RequestError
from caseboard.files import toml_file

TEXT = {".csv": "csv", ".tsv": "csv", ".txt": "csv"}
KINDS = {**TEXT, ".parquet": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson"}
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
NOT_EXTRACTS = ("truth.csv", "clinic.toml", "readme.md")


@dataclass(frozen=True)
class SourceFile:
    """One file to read."""

    path: Path
    kind: str

    @property
    def stem(self) -> str:
        """The file's name without its last extension."""
        return self.path.stem


@dataclass
class Found:
    """The files of a source, those that nobody can use, and what its clinic.toml says."""

    files: list[SourceFile]
    unknown: list[str] = field(default_factory=list)
    invented: bool = False
    last_day: date | None = None


def find(source: Path | str | Sequence[Path | str], stems: Iterable[str]) -> Found:
    """The readable files of a folder or a list of files. `stems` are the names that mean something,
    small letters; an empty collection means any.

    Raises RequestError where a path does not exist, a file named by itself is of no use, or nothing is left.
    """
    named = [source] if isinstance(source, (str, Path)) else list(source)
    known = {stem.lower() for stem in stems}
    found = Found([])
    for entry in named:
        path = Path(entry)
        if path.is_dir():
            _folder(path, known, found)
        elif path.exists():
            _single(path, known, found)
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


def _folder(folder: Path, known: set[str], found: Found) -> None:
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if name.startswith(".") or path.is_dir():
            continue
        if name in NOT_EXTRACTS:
            if name == "clinic.toml":
                _clinic(path, found)
            continue
        stem = path.stem.lower()
        if path.suffix.lower() in WORKBOOKS and stem in known:
            raise _workbook(path)
        kind = KINDS.get(path.suffix.lower())
        if kind is None or (known and stem not in known):
            found.unknown.append(path.name)
            continue
        found.files.append(SourceFile(plain(path), kind))


def _single(path: Path, known: set[str], found: Found) -> None:
    if path.name.lower() == "clinic.toml":
        _clinic(path, found)
        return
    if path.suffix.lower() in WORKBOOKS:
        raise _workbook(path)
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise RequestError(f"{path} is no CSV, TSV, Parquet or NDJSON file; save it as one of these.")
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


def _workbook(path: Path) -> RequestError:
    return RequestError(f"{path} is a workbook, which import does not read; save each sheet as a CSV file.")


def _clinic(path: Path, found: Found) -> None:
    clinic = toml_file(plain(path))
    found.invented = found.invented or clinic.get("invented") is True
    day = clinic.get("last_day")
    if isinstance(day, date):
        found.last_day = day
