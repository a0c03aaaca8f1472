"""Staged files as parts of the contract's tables, by their own names or through a map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from caseboard.errors import QueryError, RequestError
from caseboard.files import read_text
from caseboard.intake.check import Part
from caseboard.intake.contract import Table, contract
from caseboard.intake.maps import Map, snake
from caseboard.intake.stage import Raw
from caseboard.intake.values import as_text
from caseboard.library.text import bare, near, relations_read, statement, statements
from caseboard.quoting import identifier, literal
from caseboard.store import Cursor

SHOWN = 12  # names of columns in a sentence
_AT = re.compile(r" LINE (\d+): *(.*)$")
_OTHER_TABLE = re.compile(r' Did you mean "[^"]*"\?')  # nearly always one of DuckDB's own
_NO_COLUMN = re.compile('does not have a column named "(.*?)"(?= |$)')
SOURCE_FILE, SOURCE_LINE = "source_file", "source_line"


@dataclass
class Parts:
    """The parts of each table, in the contract's order. `sources` are the files that only SELECTs read,
    `unread` the labels of those that none reads, and `notes` what else is to be told.
    """

    by_table: dict[str, list[Part]] = field(default_factory=dict)
    unknown_columns: dict[str, list[str]] = field(default_factory=dict)
    sources: list[Raw] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def arrange(raws: list[Raw], map_: Map) -> Parts:
    """Which staged file is which table. Raises RequestError where a required column is missing."""
    parts = Parts()
    found: dict[str, list[Part]] = {}
    for raw in raws:
        name = raw.table or map_.table_of(raw.stem)
        if name is None or name not in contract().tables:
            parts.sources.append(raw)
            continue
        part = _part(raw, contract().tables[name], map_, parts)
        found.setdefault(name, []).append(part)
    parts.by_table = {name: found[name] for name in contract().tables if name in found}
    return parts


def _part(raw: Raw, table: Table, map_: Map, parts: Parts) -> Part:
    renamed = map_.columns.get(table.name, {})
    columns, unknown = _matched(raw.label, raw.columns, table, renamed)
    if raw.columns and raw.table is None:
        _must_have(raw.label, raw.columns, table, columns)
    if unknown:
        parts.unknown_columns[raw.label] = unknown
    if raw.columns and raw.table is None:
        parts.notes += [
            f"{raw.label} has no column '{theirs}', of which the map makes {ours}: "
            f"{table.name} come without it"
            for theirs, ours in renamed.items()
            if ours not in columns
        ]
    return Part(
        relation=raw.name,
        label=raw.label,
        columns=columns,
        shown=raw.columns,
        rows=raw.rows,
        line=raw.line if raw.line.startswith("rowid") else f"r.{raw.line}",
        file=literal(raw.label),
        broken=raw.broken,
        order=map_.setting(raw.stem, "date_order"),
        types=raw.types,
        again=raw.table is not None,
    )


def _matched(
    label: str, names: list[str], table: Table, renamed: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    columns: dict[str, str] = {}
    unknown = []
    for name in names:
        plain = name.lower()
        ours = renamed.get(plain, plain)
        if ours in columns or (plain.endswith(" (2)") and plain[:-4] in table.names):
            one = ours.removesuffix(" (2)")
            raise RequestError(f"{label} has two columns for '{one}'; take one of them out.")
        if ours in table.names:
            columns[ours] = name
        else:
            unknown.append(name)
    return columns, unknown


def _must_have(
    label: str, names: list[str], table: Table, columns: Mapping[str, str], *, selected: bool = False
) -> None:
    missing = [c.name for c in table.columns if c.required and c.name not in columns]
    if missing:
        what = "column" if len(missing) == 1 else "columns"
        has = f"it has {', '.join(names[:SHOWN])}{', ...' if len(names) > SHOWN else ''}"
        if not columns:  # a row of people, where the header is missing, is not shown
            has = "its first line names no column of that table (is it a header?)"
        todo = "Add what is missing to the extract, or let a map rename a column or give it in a SELECT"
        todo += f" ({table.name}.sql)."
        if selected:
            has = has if columns else "none of its columns has the name of one of that table"
            todo = f"Name what is missing there, as in: theirs as {missing[0]}."
        raise RequestError(
            f"{label} lacks the {what} {', '.join(missing)}, which {table.name} needs; {has}. {todo}"
        )


def run_selects(cursor: Cursor, map_: Map, parts: Parts, macros: list[str]) -> None:
    """Run a map's SELECTs over the staged files, and add what they give to `parts`.

    The connection must be locked down. Raises RequestError naming the SELECT that fails.
    """
    for macro in macros:
        cursor.execute(macro)
    for raw in parts.sources:
        if raw.table is None:
            _own_order(raw, map_)
            _view(cursor, raw)
    added: dict[str, list[Part]] = {name: list(found) for name, found in parts.by_table.items()}
    read: set[str] = set()
    for name, path in map_.selects.items():
        part = _select(cursor, name, path, contract().tables[name], map_, parts, read)
        added.setdefault(name, []).append(part)
    own = [raw for raw in parts.sources if raw.table is None]
    parts.unread = [raw.label for raw in own if snake(raw.stem) not in read]
    parts.by_table = {name: added[name] for name in contract().tables if name in added}


def _own_order(raw: Raw, map_: Map) -> None:
    """Refuse an order of dates that does not reach what a SELECT makes of the file."""
    if "date_order" in map_.file.get(raw.stem.lower(), {}):
        raise RequestError(
            f"{map_.path}: the date_order of {raw.label} holds only where the file is a table by itself, and "
            "SELECTs read it; take it out, and turn its dates there, as in strptime(day, '%d/%m/%Y')."
        )


def _view(cursor: Cursor, raw: Raw) -> None:
    called = snake(raw.stem)
    taken = "select table_name from information_schema.tables where lower(table_name) = $1"
    if cursor.one(taken, [called]):
        raise RequestError(
            f"{raw.label} is called '{called}' in a map's SELECT, and something else is called that too; "
            "rename the file, or name it in the map's 'ignore'."
        )
    names = _snakes(raw.columns)
    chosen = [
        f"{as_text(identifier(n), raw.types.get(n, ''))} as {identifier(s)}"
        for n, s in zip(raw.columns, names, strict=True)
    ]
    chosen += [f"{literal(raw.label)} as {SOURCE_FILE}", f"{raw.line} as {SOURCE_LINE}"]
    where = ' where " broken" is null' if raw.broken else ""
    cursor.execute(f"create view {identifier(called)} as select {', '.join(chosen)} from {raw.name}{where}")


def _select(
    cursor: Cursor, name: str, path: Path, table: Table, map_: Map, parts: Parts, read: set[str]
) -> Part:
    """The part that a SELECT gives; the names of what it reads are added to `read`."""
    label = path.name
    try:
        sql = _one(path, read_text(path))
        cursor.execute(f"create table mapped_{name} as\n{sql}")
        types = dict(cursor.describe(f"from mapped_{name}"))
        read |= relations_read(bare(sql))
    except QueryError as error:
        seen = [raw for raw in parts.sources if raw.table is None]
        why, there = str(error), ""
        if "Table with name" in why:
            files = ", ".join(snake(raw.stem) for raw in seen) or "none"
            why = _OTHER_TABLE.sub("", why)
            there = (
                f" (the files that it can name: {files}; for one that this delivery lacks, give a file with "
                "its header alone)"
            )
        elif column := _NO_COLUMN.search(why):
            # not all that are there: where the header is missing, they are a row of people
            there = near(snake(column[1]), [name for raw in seen for name in _snakes(raw.columns)])
        said = _AT.sub(lambda at: f" (line {int(at[1]) - 1}: {at[2]})", why)  # one stands above it
        raise RequestError(f"{path}: {said}{there}") from None
    own = [column for column in types if column.lower() not in (SOURCE_FILE, SOURCE_LINE)]
    columns, unknown = _matched(label, own, table, {})
    _must_have(label, own, table, columns, selected=True)
    if unknown:
        parts.unknown_columns[label] = unknown
    casts = ", ".join(f"{as_text(identifier(c), kind)} as {identifier(c)}" for c, kind in types.items())
    cursor.execute(f"create or replace table mapped_{name} as select {casts} from mapped_{name}")
    lowered = {column.lower() for column in types}
    return Part(
        relation=f"mapped_{name}",
        label=label,
        columns=columns,
        shown=own,
        rows=cursor.count(f"select count(*) from mapped_{name}"),
        line=f"try_cast(r.{SOURCE_LINE} as bigint)" if SOURCE_LINE in lowered else "r.rowid + 1",
        file=f"r.{SOURCE_FILE}" if SOURCE_FILE in lowered else literal(label),
        broken=False,
        order=map_.date_order,
    )


def _one(path: Path, sql: str) -> str:
    """The one SELECT of a map's file, without the semicolon and what stands behind it."""
    count = statements(bare(sql))
    if count != 1:
        what = f"{count} statements" if count else "no SELECT"
        raise RequestError(f"{path} holds {what}; a map's file is one SELECT, so leave that alone in it.")
    return statement(sql)


def _snakes(names: list[str]) -> list[str]:
    found = [SOURCE_FILE, SOURCE_LINE]
    for name in names:
        plain = once = snake(name)
        again = 2
        while once in found:
            once, again = f"{plain}_{again}", again + 1
        found.append(once)
    return found[2:]
