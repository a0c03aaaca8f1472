"""Staged texts as typed rows of one contract table, each with the number of the first thing wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseboard.intake import values
from caseboard.intake.contract import Column, Contract, Table
from caseboard.intake.maps import Map
from caseboard.intake.stage import BROKEN, RAW
from caseboard.intake.templates import identifier, identifiers, template, text
from caseboard.store import Cursor


@dataclass(frozen=True)
class Part:
    """One staged relation that gives rows of a contract table.

    `columns`: the contract's column -> the relation's own. `shown` are the columns of the raw row. `line`
    and `file` are SQL for where a row comes from.
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


@dataclass(frozen=True)
class Problem:
    """What can be wrong: `column` is empty where it is the row as a whole."""

    column: str
    reason: str


BROKEN_LINE = Problem("", "unreadable line")


@dataclass
class Checked:
    """A contract table after its checks: `typed_<name>` holds every row, `dup_<name>` those whose key
    stands again on a later row. `problems` by number, from 1; `starts` where each part's rows begin;
    `present` is False where there was no extract of it, only a file without a header or rows tried again.
    """

    table: Table
    parts: list[Part]
    starts: list[int]
    problems: list[Problem]
    rows: int = 0
    good: int = 0
    repeats: bool = False
    present: bool = True

    @property
    def given(self) -> set[str]:
        """The columns that at least one of the files has."""
        return {name for part in self.parts for name in part.columns}

    @property
    def typed(self) -> str:
        """The table of typed rows, with rid, line and problem."""
        return f"typed_{self.table.name}"

    @property
    def repeated(self) -> str:
        """The table of earlier rows of a key: rid, winner, same."""
        return f"dup_{self.table.name}"


def check_table(cursor: Cursor, table: Table, parts: list[Part], map_: Map, contract: Contract) -> Checked:
    """Make `typed_<table>` and `dup_<table>` from the parts. The reference tables measure, measure_item
    and measure_scale must be there.
    """
    starts = [sum(part.rows for part in parts[:place]) for place in range(len(parts))]
    checked = Checked(table, parts, starts, [])
    problems = _Problems()
    selects = []
    for part, start in zip(parts, starts, strict=True):
        selects.append(_select(table, part, start, problems, map_, contract))
    checked.problems = problems.found
    cursor.execute(f"create table {checked.typed} as\n" + "\nunion all\n".join(selects))
    found = cursor.one(f"select count(*), count(*) filter (problem = 0) from {checked.typed}")
    checked.rows, checked.good = (int(n) for n in found or (0, 0))
    _find_repeats(cursor, checked)
    return checked


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
            same=same or "true",
        )
    )
    found = cursor.one(f"select count(*) from {checked.repeated}")
    checked.repeats = bool(found and found[0])


class _Problems:
    """Numbers for the things that can be wrong; the same thing has the same number in every part."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def number(self, column: str, reason: str) -> int:
        problem = Problem(column, reason)
        if problem not in self.found:
            self.found.append(problem)
        return self.found.index(problem) + 1


def _select(table: Table, part: Part, start: int, problems: _Problems, map_: Map, contract: Contract) -> str:
    raws, typed = [], []
    for column in table.columns:
        raw = _raw(table, column, part, map_)
        raws.append(f"{raw} as {_staged(column)}")
        kind = _SQL_TYPES[column.type]
        expression = values.value(column, _staged(column), part.order, contract)
        typed.append(f"cast({expression} as {kind}) as {identifier(column.name)}")
    broken = identifier(BROKEN) if part.broken else "null"
    cases = [(f"t.{_BROKEN} is not null", problems.number("", BROKEN_LINE.reason))]
    for column in table.columns:
        cases += _cases(column, part, problems)
    cases += _table_cases(table, part, problems)
    whens = "\n        ".join(f"when {condition} then {number}" for condition, number in cases)
    return template(
        "typed",
        relation=part.relation,
        rid=f"{start} + r.rowid",
        line=part.line,
        broken=f"{broken} as {_BROKEN}",
        raws=",\n            ".join(raws),
        typed=",\n        ".join(typed),
        names=identifiers(table.names, "t."),
        joins=_joins(table),
        cases=whens,
    )


_BROKEN = '" why"'
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


def _raw(table: Table, column: Column, part: Part, map_: Map) -> str:
    source = part.columns.get(column.name)
    if source is None:
        return "cast(null as varchar)"
    raw = f"r.{identifier(source)}"
    named = column.key or column.name.endswith("_id") or column.type != "text"
    clean = values.trimmed(raw)
    if not named:
        clean = f"case when {clean} is not null then {raw} end"
    if map_.last_first and column.name == "name" and table.name in ("clients", "staff"):
        last, first = f"split_part({raw}, ',', 1)", f"split_part({raw}, ',', 2)"
        clean = (
            f"case when contains({raw}, ',') then trim(trim({first}) || ' ' || trim({last})) else {clean} end"
        )
    pairs = map_.words.get(table.name, {}).get(column.name, {})
    if pairs:
        whens = " ".join(f"when {text(theirs)} then {text(ours)}" for theirs, ours in pairs.items())
        clean = f"case lower({values.trimmed(raw)}) {whens} else {clean} end"
    return clean


def _cases(column: Column, part: Part, problems: _Problems) -> list[tuple[str, int]]:
    staged, name = f"t.{_staged(column)}", f"t.{identifier(column.name)}"
    cases = []
    if column.required:
        cases.append((f"{staged} is null", problems.number(column.name, "empty")))
    for condition, reason in values.why_not(column, staged, part.order):
        failed = f"{name} is null and {staged} is not null"
        if condition != "true":
            failed += f" and {condition}"
        cases.append((failed, problems.number(column.name, reason)))
    if column.words:
        listed = ", ".join(text(word) for word in column.words)
        reason = f"an unknown word; known are {', '.join(column.words)}"
        cases.append((f"{name} not in ({listed})", problems.number(column.name, reason)))
    if column.low is not None or column.high is not None:
        reason = f"out of range: {_plain(column.low)} to {_plain(column.high)}"
        condition = f"not ({name} between {column.low} and {column.high})"
        cases.append((condition, problems.number(column.name, reason)))
    if column.after:
        condition = f"{name} < t.{identifier(column.after)}"
        cases.append((condition, problems.number(column.name, f"earlier than {column.after}")))
    return cases


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _joins(table: Table) -> str:
    if table.name == "survey_items":
        return "left join measure_item as m on t.measure = m.measure and t.item = m.item"
    if table.name == "survey_scores":
        return "left join measure_scale as m on t.measure = m.measure and t.scale = m.scale"
    return ""


def _table_cases(table: Table, part: Part, problems: _Problems) -> list[tuple[str, int]]:
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


def raw_columns(part: Part) -> str:
    """What makes up the raw row of a part, for a select."""
    chosen = [identifier(RAW) if part.broken else "null", identifier(BROKEN) if part.broken else "null"]
    return ", ".join([*chosen, *(f"r.{identifier(name)}" for name in part.shown)])
