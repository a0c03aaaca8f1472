"""Staged texts as typed rows of one contract table, each with the number of the first thing wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from caseboard.intake import values
from caseboard.intake.contract import Column, Table
from caseboard.intake.maps import Map
from caseboard.intake.stage import BROKEN, RAW
from caseboard.intake.templates import identifiers, template
from caseboard.quoting import identifier, literal
from caseboard.store import Cursor

READ_MEASURES = {"survey_items", "survey_scores", "batteries"}


@dataclass(frozen=True)
class Part:
    """One staged relation that gives rows of a contract table.

    `columns`: the contract's column -> the relation's own. `shown` are the columns of the raw row. `line`
    and `file` are SQL for where a row comes from. `types` are those of its columns that are no texts.
    `again` is True for rows of a rejects file.
    """

    relation: str
    label: str
    columns: Mapping[str, str]
    shown: Sequence[str]
    rows: int
    line: str
    file: str
    broken: bool
    order: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class Problem:
    """What can be wrong: `column` is empty where it is the row as a whole."""

    column: str
    reason: str


BROKEN_LINE = Problem("", "unreadable line")


@dataclass
class Checked:
    """A contract table after its checks: `typed_<name>` gives every row, `dup_<name>` those whose key
    stands again on a row that counts (where there are `repeats`). `problems` by number, from 1; `starts`
    where each part's rows begin; `present` is False where no extract of it is whole: a file has no header,
    or rows are only tried again. `unread` are lines of a map's source files that could not be read.
    """

    table: Table
    parts: list[Part]
    starts: list[int]
    problems: list[Problem]
    rows: int
    good: int = 0
    repeats: bool = False
    present: bool = True
    unread: int = 0

    @property
    def silent(self) -> dict[str, str]:
        """The columns of which a file does not speak -> SQL that holds for a row `t` of such a file."""
        found: dict[str, str] = {}
        for name in self.table.values:
            lacking = [name not in part.columns for part in self.parts]
            if any(lacking):
                places = zip(self.parts, self.starts, lacking, strict=True)
                rids = [f"t.rid between {s} and {s + p.rows - 1}" for p, s, lacks in places if lacks]
                found[name] = "true" if all(lacking) else f"({' or '.join(rids)})"
        return found

    def place(self, rid: int) -> tuple[Part, int]:
        """The part that a row stands in, and the rid with which that begins."""
        places = zip(self.parts, self.starts, strict=True)
        return next((part, start) for part, start in places if rid < start + part.rows)

    @property
    def typed(self) -> str:
        """The relation of typed rows, with rid, line and problem."""
        return f"typed_{self.table.name}"

    @property
    def repeated(self) -> str:
        """The table of rows that another of their key outdoes: rid, winner, same."""
        return f"dup_{self.table.name}"


def check_table(cursor: Cursor, table: Table, parts: list[Part], map_: Map) -> Checked:
    """Make `typed_<table>` and `dup_<table>` from the parts. For a table of READ_MEASURES the reference
    tables measure, measure_item and measure_scale must be there.

    Most rows conform, and a pass that asks no reasons says so; only rows of which it is not sure are taken
    apart. Where the staged values are the typed ones already, the typed rows are a view of them.
    """
    starts = [sum(part.rows for part in parts[:place]) for place in range(len(parts))]
    checked = Checked(table, parts, starts, [], rows=sum(part.rows for part in parts))
    selects = [_Select(table, part, start, map_) for part, start in zip(parts, starts, strict=True)]
    quick = _union_all(select.quick() for select in selects)
    source = f"(\n{quick}\n)"
    typed = all(select.typed for select in selects)
    if not typed:
        cursor.execute(f"create table {checked.typed} as {quick}")
        source = checked.typed
    conform = template("conform", source=source, keys=identifiers(table.keys, "t."))
    checked.good, distinct = cursor.only(conform)
    sure = checked.good == checked.rows
    if not sure:
        problems = _Problems()
        slow = _union_all(select.slow(problems, checked.typed) for select in selects)
        cursor.execute(f"create or replace table {checked.typed} as from {source} where problem = 0")
        cursor.execute(f"insert into {checked.typed}\n{slow}")
        checked.good = cursor.count(f"select count(*) from {checked.typed} where problem = 0")
        checked.problems = problems.found
    elif typed:
        cursor.execute(f"create view {checked.typed} as {_union_all(select.sure() for select in selects)}")
    # a key with blanks around it is only seen to be another's once they are taken off
    if not sure or distinct < checked.rows:
        _find_repeats(cursor, checked)
    return checked


def _union_all(selects: Iterable[str]) -> str:
    return "\nunion all\n".join(selects)


def _find_repeats(cursor: Cursor, checked: Checked) -> None:
    table = checked.table
    keys = identifiers(table.keys)
    same = " and ".join(
        f"t.{identifier(name)} is not distinct from w.{identifier(name)}" for name in table.values
    )
    cursor.execute(
        template(
            "repeats",
            repeated=checked.repeated,
            typed=checked.typed,
            keys=keys,
            wins=f"arg_max(rid, ({table.weight}, rid))" if table.weight else "max(rid)",
            same=same,
        )
    )
    checked.repeats = cursor.count(f"select count(*) from {checked.repeated}") > 0


class _Problems:
    """Numbers for the things that can be wrong; the same thing has the same number in every part."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def number(self, column: str, reason: str) -> int:
        problem = Problem(column, reason)
        if problem not in self.found:
            self.found.append(problem)
        return self.found.index(problem) + 1


class _Select:
    """The selects that give one part's typed rows. The columns of the innermost have a blank before their
    names and hold trimmed texts, or in a quick one what the file has, as it is.
    """

    def __init__(self, table: Table, part: Part, start: int, map_: Map) -> None:
        self._table = table
        self._part = part
        self._start = start
        self._map = map_

    @property
    def typed(self) -> bool:
        """True where the quick values are the staged ones, with nothing to convert."""
        return all(c.type in ("text", "word") or self._own(c) for c in self._table.columns)

    def quick(self) -> str:
        """Every row; its problem is 0 only where it certainly conforms."""
        return self._sql(self._cases(_Problems(), quick=True), quick=True)

    def sure(self) -> str:
        """Every row, where all conform."""
        return self._sql([], quick=True)

    def slow(self, problems: _Problems, done: str) -> str:
        """The rows whose rid is not in `done`, each with the number of its first problem."""
        where = f"where {self._start} + r.rowid not in (select k.rid from {done} as k)"
        return self._sql(self._cases(problems, quick=False), quick=False, where=where)

    def _sql(self, cases: list[tuple[str, int]], *, quick: bool, where: str = "") -> str:
        table, part = self._table, self._part
        raws, typed = [], []
        for column in table.columns:
            raw = _raw(table, column, part, self._map, as_it_is=quick)
            raws.append(f"{raw} as {_staged(column)}")
            if quick:
                expression = values.quick(column, _staged(column), self._own(column))
            else:
                expression = values.value(column, _staged(column), part.order)
            typed.append(f"cast({expression} as {_SQL_TYPES[column.type]}) as {identifier(column.name)}")
        broken = identifier(BROKEN) if part.broken else "null"
        whens = "".join(f"\n        when {condition} then {number}" for condition, number in cases)
        return template(
            "typed",
            relation=part.relation,
            rid=f"{self._start} + r.rowid",
            line=part.line,
            broken=f"{broken} as {_BROKEN}",
            raws=",\n            ".join(raws),
            typed=",\n        ".join(typed),
            names=identifiers(table.names, "t."),
            joins=_joins(table) if cases else "",
            problem=f"case{whens}\n        else 0\n    end" if cases else "0",
            where=where,
        )

    def _own(self, column: Column) -> bool:
        """True where the part has the column in the contract's own type and not as text."""
        source = self._part.columns.get(column.name)
        return source is None or self._part.types.get(source) in _OWN_TYPES.get(column.type, ())

    def _cases(self, problems: _Problems, *, quick: bool) -> list[tuple[str, int]]:
        """What can be wrong with a row, in order: an SQL condition, and the number of the problem."""
        table = self._table
        cases = []
        if not quick:
            cases.append((f"t.{_BROKEN} is not null", problems.number("", BROKEN_LINE.reason)))
        for column in table.columns:
            staged, name = f"t.{_staged(column)}", f"t.{identifier(column.name)}"
            if not quick:
                why_not = values.why_not(column, name, staged, self._part.order)
            elif column.name in self._part.columns:
                why_not = values.doubtful(column, name, staged, self._own(column))
            else:
                why_not = []
            cases += _column_cases(column, why_not, problems)
        return cases + _table_cases(table, problems)


_BROKEN = '" why"'
_OWN_TYPES = {
    "date": ("DATE",),
    "timestamp": ("TIMESTAMP",),
    "integer": ("INTEGER", "BIGINT", "DOUBLE"),
    "number": ("INTEGER", "BIGINT", "DOUBLE"),
    "boolean": ("BOOLEAN",),
}
_SQL_TYPES = {
    "text": "varchar",
    "word": "varchar",
    "date": "date",
    "timestamp": "timestamp",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
}


def _staged(column: Column) -> str:
    return identifier(f" {column.name}")


def _raw(table: Table, column: Column, part: Part, map_: Map, *, as_it_is: bool) -> str:
    """SQL for what the part has in a column: trimmed text, or `as_it_is` unless a map rewrites it."""
    source = part.columns.get(column.name)
    if source is None:
        return f"cast(null as {_SQL_TYPES[column.type] if as_it_is else 'varchar'})"
    raw = f"r.{identifier(source)}"
    pairs = map_.words.get(table.name, {}).get(column.name, {})
    last_first = map_.last_first and column.name == "name" and table.name in ("clients", "staff")
    kind = part.types.get(source)
    if as_it_is and not pairs and not last_first and kind in (None, *_OWN_TYPES.get(column.type, ())):
        return raw
    if kind is not None:
        raw = values.as_text(raw, kind)
    clean = values.trimmed(raw)
    if not values.is_named(column):
        clean = f"case when {clean} is not null then {raw} end"
    if last_first:
        last, first = f"split_part({raw}, ',', 1)", f"split_part({raw}, ',', 2)"
        more = (
            f"coalesce(', ' || {values.trimmed(f'substr({raw}, length({last}) + length({first}) + 3)')}, '')"
        )
        turned = f"trim(trim({first}) || ' ' || trim({last})) || {more}"
        clean = f"case when contains({raw}, ',') then {turned} else {clean} end"
    if pairs:
        whens = " ".join(
            f"when {literal(theirs)} then {literal(ours) if ours else 'null'}"
            for theirs, ours in pairs.items()
        )
        clean = f"case lower({values.trimmed(raw)}) {whens} else {clean} end"
    return clean


def _column_cases(
    column: Column, why_not: list[tuple[str, str]], problems: _Problems
) -> list[tuple[str, int]]:
    staged, name = f"t.{_staged(column)}", f"t.{identifier(column.name)}"
    cases = []
    if column.required:
        cases.append((f"{staged} is null", problems.number(column.name, "empty")))
    for condition, reason in why_not:
        cases.append((condition, problems.number(column.name, reason)))
    if column.words:
        listed = ", ".join(literal(word) for word in column.words)
        reason = f"an unknown word; known are {', '.join(column.words)}"
        cases.append((f"{name} not in ({listed})", problems.number(column.name, reason)))
    if column.within is not None:
        low, high = column.within
        reason = f"out of range: {low:g} to {high:g}"
        cases.append((f"not ({name} between {low} and {high})", problems.number(column.name, reason)))
    if column.after:
        condition = f"{name} < t.{identifier(column.after)}"
        cases.append((condition, problems.number(column.name, f"earlier than {column.after}")))
    return cases


def _joins(table: Table) -> str:
    if table.name == "survey_items":
        return "left join measure_item as m on t.measure = m.measure and t.item = m.item"
    if table.name == "survey_scores":
        return "left join measure_scale as m on t.measure = m.measure and t.scale = m.scale"
    return ""


def _table_cases(table: Table, problems: _Problems) -> list[tuple[str, int]]:
    """What one row's columns say together, and what the measures say."""
    cases = []
    if table.any_of:
        empty = " and ".join(f"t.{_staged(table.column(name))} is null" for name in table.any_of)
        cases.append((empty, problems.number("", f"neither {' nor '.join(table.any_of)}")))
    unknown = "t.measure not in (select k.measure from measure as k)"
    if table.name == "survey_items":
        number = problems.number
        cases.append((unknown, number("measure", "an unknown measure")))
        cases.append(("m.item is null", number("item", "not an item of this measure")))
        outside = 't."value" not between m.min_value and m.max_value'
        cases.append((outside, number("value", "outside the range of its item")))
        not_offered = 'len(m.allowed) > 0 and not list_contains(m.allowed, t."value")'
        cases.append((not_offered, number("value", "not an answer that its item offers")))
    if table.name == "survey_scores":
        cases.append((unknown, problems.number("measure", "an unknown measure")))
        absent = "m.scale is null and t.scale <> 'total'"
        cases.append((absent, problems.number("scale", "neither total nor a scale of this measure")))
        outside = "t.score not between m.min_value and m.max_value"
        cases.append((outside, problems.number("score", "outside the range of its scale")))
    if table.name == "batteries":
        unknown = unknown.replace("t.measure", "t.instrument")
        unknown = f"t.instrument not in ('drug_screen', 'daily_log') and {unknown}"
        cases.append((unknown, problems.number("instrument", "neither a measure, drug_screen nor daily_log")))
    return cases


def raw_columns(part: Part, table: Table) -> str:
    """What makes up the raw row of a part, for a select: codes and ids as they were compared."""
    codes = {part.columns.get(c.name) for c in table.columns if c.type in ("text", "word", "boolean")}
    shown = (
        values.as_text(f"r.{identifier(name)}", part.types.get(name, "") if name in codes else "")
        for name in part.shown
    )
    chosen = [identifier(RAW) if part.broken else "null", identifier(BROKEN) if part.broken else "null"]
    return ", ".join([*chosen, *shown])
