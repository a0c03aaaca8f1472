"""Rows turned away: out to a CSV file with the reasons, and back from it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseboard.errors import RequestError
from caseboard.files import whole
from caseboard.intake.check import Part, raw_columns
from caseboard.intake.decode import Record
from caseboard.intake.delta import LATER, Delta
from caseboard.intake.find import plain
from caseboard.intake.stage import Raw
from caseboard.intake.templates import identifiers, template
from caseboard.quoting import disarmed
from caseboard.store import Cursor

COLUMNS = ("table", "file", "line", "column", "value", "reason", "row")
BATCH = 20_000


@dataclass(frozen=True)
class Reject:
    """One row turned away. `row` is the raw row as JSON: an object by the file's own columns, or a list
    of fields where the line could not be read.
    """

    table: str
    file: str
    line: int
    column: str
    value: str
    reason: str
    row: str


def rejected(cursor: Cursor, staged: str, delta: Delta) -> Iterator[Reject]:
    """The rows of one table that were turned away, in the order of the files."""
    checked = delta.checked
    if not delta.counts.turned_away:
        return
    more = ""
    if delta.lost:
        more += template("also_lost", lost=f"lost_{checked.table.name}", typed=f"{staged}.{checked.typed}")
    if checked.repeats:
        more += template(
            "also_repeated", repeated=f"{staged}.{checked.repeated}", typed=f"{staged}.{checked.typed}"
        )
    weight = delta.table.weight or "1"
    # what such a row would weigh is not known before it is mended
    words = re.findall(r"\w+", weight)
    weighed = [n for n, p in enumerate(checked.problems, start=1) if p.column in words]
    cursor.execute(
        template(
            "rejected",
            typed=f"{staged}.{checked.typed}",
            keys=identifiers(delta.table.keys),
            weight=weight,
            weighed=", ".join(map(str, [0, *weighed])),
            more=more,
        )
    )
    for part, start in zip(checked.parts, checked.starts, strict=True):
        last = start - 1
        while True:
            found = cursor.rows(
                template(
                    "rejected_rows",
                    raw=raw_columns(part, delta.table),
                    file=part.file,
                    relation=f"{staged}.{part.relation}",
                    start=str(start),
                    last=str(last),
                    end=str(start + part.rows),
                    batch=str(BATCH),
                )
            ).rows
            for row in found:
                yield _reject(delta, part, row)
            if len(found) < BATCH:
                break
            last = int(found[-1][0])


def unreadable(cursor: Cursor, staged: str, sources: Sequence[Raw]) -> Iterator[Reject]:
    """The lines that could not be read of files that stand behind a map's SELECTs."""
    for raw in sources:
        if raw.broken:
            sql = template("unreadable", relation=f"{staged}.{raw.name}")
            for line, why, packed in cursor.rows(sql).rows:
                yield Reject(raw.label, raw.label, line, "", "", why, packed)


def plain_reason(reject: Reject) -> str:
    """The reason without what differs from row to row, for counting: the row's own before that of its key."""
    own, again, _ = reject.reason.partition(LATER)
    return own.removesuffix("; ") or (f"{LATER.removesuffix(' line')} another line" if again else own)


def _reject(delta: Delta, part: Part, row: tuple[Any, ...]) -> Reject:
    _, line, code, later, winner, file, raw, why, *shown = row
    values = dict(zip(part.shown, shown, strict=True))
    packed = raw if raw is not None else json.dumps(values, ensure_ascii=False)
    table, outdone = delta.checked.table.name, ""
    if later is not None:
        other, _ = delta.checked.place(winner)
        outdone = f"{LATER} {later}" + ("" if other is part else f" of {other.label}")
    if not code:
        return Reject(table, file, line, "", "", outdone, packed)
    problem = delta.problems[code - 1]
    reason = str(why) if why is not None else problem.reason
    value = disarmed(values.get(part.columns.get(problem.column, "")) or "")
    return Reject(
        table, file, line, problem.column, value, "; ".join(filter(None, (reason, outdone))), packed
    )


@contextmanager
def writer(path: Path | None) -> Iterator[Any]:
    """Gives a function that writes one Reject. The file takes its place only when the block ends well.

    Raises RequestError where the file cannot be written, before anything else is done. Line by line, so that
    a full disk is found before the load is committed.
    """
    if path is None:
        yield lambda reject: None
        return
    with whole(path) as place, place.open("w", 1, encoding="utf-8", newline="") as file:
        out = csv.writer(file)

        def put(row: Sequence[object]) -> None:
            try:
                out.writerow(row)
            except OSError as error:
                with suppress(OSError):
                    file.close()  # would try once more
                raise RequestError(
                    f"{path} cannot be written ({error.strerror or error}), and nothing was imported; make "
                    "room there, or name another file."
                ) from None

        put(COLUMNS)
        yield lambda reject: put([getattr(reject, name) for name in COLUMNS])


@dataclass
class Again:
    """Rows of a rejects file that came from one file for one table. `names` are their columns; `told`: by
    line and column, the value that stands beside the row and is not read.
    """

    table: str
    file: str
    names: list[str]
    records: list[Record]
    told: dict[tuple[int, str], str]


def read_rejects(path: Path) -> list[Again]:
    """The rows of a rejects file, to be tried again. Raises RequestError where it is no such file."""
    groups: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    try:
        with plain(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise RequestError(f"{path} is no rejects file: its columns should be {', '.join(COLUMNS)}.")
            for row in rows:
                line = int(row["line"]) if str(row["line"]).isdecimal() else 0
                said = {name: str(row[name]) for name in COLUMNS}
                groups.setdefault((said["table"], said["file"]), []).append((line, said))
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise RequestError(
            f"{path} is no longer the UTF-8 CSV file that the import wrote; save it as CSV UTF-8 with commas."
        ) from None
    return [again for (table, file), rows in groups.items() for again in _again(path, table, file, rows)]


def _again(path: Path, table: str, file: str, rows: list[tuple[int, dict[str, str]]]) -> Iterator[Again]:
    """Rows with the same columns together, since one that lacks a column does not speak of it."""
    groups: dict[tuple[str, ...], Again] = {}
    for line, said in rows:
        text, reason = said["row"], said["reason"]
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            raise RequestError(f"{path}: the row of {file}, line {line} is not JSON; mend it.") from None
        names = tuple(value) if isinstance(value, dict) else ()
        again = groups.setdefault(names, Again(table, file, list(names), [], {}))
        again.told[line, said["column"]] = said["value"]
        if not isinstance(value, dict) or LATER in reason:
            again.records.append(Record(line, [], reason, text))
        else:
            fields = ["" if value.get(name) is None else str(value[name]) for name in names]
            again.records.append(Record(line, fields))
    yield from groups.values()
