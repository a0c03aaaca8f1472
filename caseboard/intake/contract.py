"""The extract contract, read from `queries/schema/contract.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from caseboard.files import toml_file
from caseboard.settings import bundled

if TYPE_CHECKING:
    from caseboard.library import Result


@dataclass(frozen=True)
class Column:
    """One column: its `type` is text, word, date, timestamp, integer, number or boolean."""

    name: str
    type: str
    key: bool = False
    optional: bool = False
    words: tuple[str, ...] = ()
    within: tuple[float, float] | None = None
    refers: str | None = None
    mentions: str | None = None
    after: str | None = None

    @property
    def required(self) -> bool:
        """True where the file must have the column, and every row a value in it."""
        return not self.optional


@dataclass(frozen=True)
class Table:
    """One table of the contract; the fields are explained at the top of contract.toml."""

    name: str
    columns: tuple[Column, ...]
    known_from: tuple[str, ...]
    always_where: str | None
    entered: tuple[str, ...]
    dated: tuple[str, ...]
    listed_by: str | None
    weight: str | None
    stands: str | None
    stands_by: str
    stands_as: str
    any_of: tuple[str, ...]
    cluster: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the key's columns."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that make two rows of one key differ: all but the key and `entered_at`."""
        return tuple(c.name for c in self.columns if not c.key and c.name != "entered_at")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the schema's order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        return next(column for column in self.columns if column.name == name)

    @property
    def by_session(self) -> bool:
        """True where a row's own date is that of its session."""
        return any(source.startswith("sessions.") for source in (*self.known_from, *self.dated))


@dataclass(frozen=True)
class Contract:
    """The tables by name, in the order in which they refer to each other, and the days that can be."""

    tables: dict[str, Table]
    earliest: date
    latest: date


@cache
def contract() -> Contract:
    """The contract that this program was delivered with."""
    return parse(toml_file(bundled("queries") / "schema" / "contract.toml"))


def listing() -> Result:
    """The contract for people who write extracts: a row a column, with what it may hold."""
    from caseboard.library import Result

    columns = ["table", "column", "key", "required", "type", "may_hold", "must_be_known_in"]
    types = ["VARCHAR", "VARCHAR", "BOOLEAN", "BOOLEAN", "VARCHAR", "VARCHAR", "VARCHAR"]
    rows = [
        (table.name, c.name, c.key, c.required, c.type, _may_hold(c), c.refers)
        for table in contract().tables.values()
        for c in table.columns
    ]
    return Result("extracts", columns, types, rows, date.today(), 0.0)


def _may_hold(column: Column) -> str:
    if column.within is not None:
        return "{:g} to {:g}".format(*column.within)
    return ", ".join(column.words)


def parse(raw: dict[str, Any]) -> Contract:
    """A Contract from the parsed TOML."""
    words = raw["words"]
    tables = {
        name: Table(
            name=name,
            columns=tuple(_column(column, spec, words) for column, spec in spec["columns"].items()),
            known_from=tuple(spec["known_from"]),
            always_where=spec.get("always_where"),
            entered=tuple(spec.get("entered", ())),
            dated=_listed(spec.get("dated", ())),
            listed_by=spec.get("listed_by"),
            weight=spec.get("weight"),
            stands=spec.get("stands"),
            stands_by=spec.get("stands_by", ""),
            stands_as=spec.get("stands_as", ""),
            any_of=tuple(spec.get("any_of", ())),
            cluster=tuple(spec.get("cluster", ())),
        )
        for name, spec in raw["tables"].items()
    }
    return Contract(tables, raw["earliest"], raw["latest"])


def _column(name: str, spec: dict[str, Any], words: dict[str, list[str]]) -> Column:
    return Column(
        name=name,
        type=spec["type"],
        key=spec.get("key", False),
        optional=spec.get("optional", False),
        words=tuple(words[spec["words"]]) if "words" in spec else (),
        within=(spec["min"], spec["max"]) if "min" in spec or "max" in spec else None,
        refers=spec.get("refers"),
        mentions=spec.get("mentions"),
        after=spec.get("from"),
    )


def _listed(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
