"""SQL for the moments of a row: when it was entered, and from when it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from caseboard.intake.contract import Table
from caseboard.quoting import identifier

ALWAYS = "timestamp '0001-01-01 00:00:00'"


@dataclass(frozen=True)
class Moments:
    """Of the staged rows `t` of one load. What says that it was entered after `latest` was not entered when
    it says: it counts as entered at the load.
    """

    loaded_at: datetime
    latest: datetime

    def given(self, name: str) -> str:
        """SQL for a column."""
        column = f"t.{identifier(name)}"
        return self._bounded(column) if name == "entered_at" else column

    def entered(self, table: Table) -> str:
        """SQL for when a row was entered."""
        return self._bounded(entered(table, self.given))

    def own(self, table: Table) -> str:
        """SQL for the moment from which a new key is known."""
        if table.known_from == ("always",):
            return ALWAYS
        sources = [own(source, self.given) for source in table.known_from]
        moment = f"coalesce({', '.join([*sources, ALWAYS])})"
        if table.always_where:
            always = f"t.{identifier(table.always_where)} is not null"
            return f"case when {always} then {ALWAYS} else {moment} end"
        return moment

    def should(self, table: Table) -> str:
        """SQL for the moment from which a row should be known, be it new or a correction."""
        return f"greatest({self.own(table)}, coalesce({self.entered(table)}, {self.own(table)}))"

    def _bounded(self, moment: str) -> str:
        return (
            f"case when {moment} > timestamp '{self.latest}' then timestamp '{self.loaded_at}' "
            f"else {moment} end"
        )


def entered(table: Table, column: Callable[[str], str]) -> str:
    """SQL for when a row was entered, by its own columns."""
    if not table.entered:
        return "cast(null as timestamp)"
    sources = [f"cast({column(name)} as timestamp)" for name in table.entered]
    return f"coalesce({', '.join(sources)})"


def own(source: str, column: Callable[[str], str]) -> str:
    """SQL for one of the dates that a row has of its own."""
    if source == "sessions.starts_at":
        return "s.starts_at"
    return f"cast({column(source)} as timestamp)"


def stored(name: str) -> str:
    """SQL for a column of a stored row."""
    return f"e.{identifier(name)}"


def starts(table: Table, row: str) -> str:
    """A join that gives the start of the session of a row, where the row's own date is that."""
    return f"left join session_start as s on {row}.session_id = s.id" if table.by_session else ""
