"""A pane, or any rows, as a file that the user names. No Textual here; nothing is written but that file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseboard import textsafe
from caseboard.errors import RequestError
from caseboard.files import expanded, whole
from caseboard.formats import SUFFIXES
from caseboard.tui.note import source
from caseboard.tui.privacy import without_names
from caseboard.tui.snapshot import Snapshot
from caseboard.tui.words import PANES, plural

KINDS = {suffix: kind for suffix, kind in SUFFIXES.items() if kind != "parquet"}
_NAMED = 80  # characters of a name in a sentence that refuses it


@dataclass(frozen=True)
class Sheet:
    """Rows that can be written: what `caseboard.formats` asks for, and a line about them for the eye."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    said: str = ""
    total: int | None = None
    name: str = ""


def pane_sheet(snapshot: Snapshot, rows: Sequence[int], pane: int, *, names_hidden: bool) -> Sheet:
    """Rows of a pane as the query gave them, in the order shown; initials where names are hidden."""
    columns = list(snapshot.index)
    found = [snapshot.rows[row] for row in rows]
    said, whole_pane = source(snapshot), len(snapshot.panes[pane])
    if len(rows) < whole_pane:
        said = f"Filtered: {len(rows):,} of the {whole_pane:,} rows of this pane. {said}"
    if snapshot.info.invented:
        said = f"INVENTED SAMPLE: nobody in it is real. {said}"
    types = list(snapshot.types) or ["VARCHAR"] * len(columns)
    shown = without_names(columns, found) if names_hidden else found
    return Sheet(columns, types, shown, said, name=PANES[pane])


def default_name(snapshot: Snapshot, pane: int, *, filtered: bool) -> str:
    """`needs-more-intensity-2026-03-15.csv`; one that is not the whole pane is named otherwise."""
    part = "-filtered" if filtered else ""
    return f"{PANES[pane].replace('_', '-')}{part}-{snapshot.as_of.isoformat()}.csv"


def path_of(text: str) -> Path:
    """The file that was meant. Raises RequestError where it is none that can be written."""
    name = text.strip()
    if not name:
        raise RequestError("Name a file; esc leaves without writing one.")
    path = expanded(name)
    if path.suffix.lower() not in KINDS:
        raise RequestError(f"{_told(path.name or path)} should end in one of {', '.join(KINDS)}.")
    try:
        if path.is_dir():
            raise RequestError(f"{_told(path)} is a folder; name a file in it.")
        folder = path.absolute().parent
        if not folder.is_dir():
            raise RequestError(f"There is no folder {_told(folder)}; make it first, or name another.")
    except OSError as error:  # a name too long for any file
        raise RequestError(
            f"{_told(path)} cannot be written ({error.strerror or error}); name another file."
        ) from None
    return path


def _told(name: object) -> str:
    """A name as a sentence has it: one without end would leave no room for what is wrong with it."""
    return textsafe.clean(name, limit=_NAMED)


def write(sheet: Sheet, path: Path, *, replace: bool) -> str:
    """Write the file, its owner's alone, and say so; it comes whole or not at all.

    Raises RequestError; FileExistsError unless `replace`.
    """
    from caseboard import formats

    if not replace and os.path.lexists(path):
        raise FileExistsError(path)
    try:
        with whole(path) as place:
            kind = KINDS[path.suffix.lower()]
            formats.write(sheet, kind, place)
            if kind == "markdown" and sheet.said:
                with place.open("a", encoding="utf-8") as file:
                    file.write(f"\n{sheet.said}\n")
    except OSError as error:
        raise RequestError(
            f"{_told(path)} cannot be written ({error.strerror or error}); name another file."
        ) from None
    return f"{plural(len(sheet.rows), 'row')} written to {path}."
