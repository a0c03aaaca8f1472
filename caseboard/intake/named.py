"""Who is named in a load: known, unknown, or turned away in the same load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseboard.intake.check import Problem
from caseboard.intake.contract import contract
from caseboard.intake.delta import Delta
from caseboard.intake.templates import template
from caseboard.quoting import identifier
from caseboard.store import Cursor

NOBODY = "is in no accepted file and not in the database"
ITSELF = "was itself turned away"


class Named:
    """The ids of one load on one cursor, in temporary tables that are made when they are asked for."""

    def __init__(self, cursor: Cursor, deltas: Mapping[str, Delta]) -> None:
        self._cursor = cursor
        self._deltas = deltas
        self._ids: set[str] = set()

    def find_lost(self, delta: Delta) -> None:
        """Find the rows that name somebody whom nobody knows, and those that were turned away alone."""
        delta.problems = list(delta.checked.problems)
        referring = [column for column in delta.table.columns if column.refers]
        if not referring:
            return
        lost = delta.lost_rows
        made = f"create or replace temp table {lost} as"
        rest = ""
        before = 0
        for column in referring:
            assert column.refers is not None
            ids = self._known(column.refers)
            delta.problems += [
                _unknown(column.name, column.refers),
                _unknown(column.name, column.refers, ITSELF),
            ]
            code = len(delta.problems) - 1
            select = template(
                "lost",
                code=str(code),
                staged=delta.staged,
                typed=delta.checked.typed,
                ids=ids,
                column=identifier(column.name),
                rest=rest,
            )
            found = before + self._cursor.count(f"{made}\n{select}")
            made = f"insert into {lost}"
            rest = f"and t.rid not in (select l.rid from {lost} as l)"
            parent = self._deltas.get(column.refers)
            if found > before and parent is not None:
                self._cursor.execute(
                    template(
                        "lost_with_parent",
                        lost=lost,
                        code=str(code),
                        typed=delta.typed,
                        column=identifier(column.name),
                        parent=parent.typed,
                        key=identifier(_key_of(column.refers)),
                    )
                )
            before = found
        if delta.checked.repeats and before:
            # an earlier row of a key is told about as such, whomever it names
            self._cursor.execute(f"delete from {lost} where rid in (select d.rid from {delta.repeated} as d)")
            before = self._cursor.count(f"select count(*) from {lost}")
        delta.lost = before

    def nearly(self, delta: Delta) -> Iterator[str]:
        """Remarks on rows turned away for an id that is known with other zeros in front, which a spreadsheet
        drops, or with other capitals. None of the ids is shown.
        """
        for column in delta.table.columns:
            if column.refers is None or not delta.lost:
                continue
            found = self._cursor.count(
                template(
                    "nearly",
                    lost=delta.lost_rows,
                    typed=delta.typed,
                    ids=self._known(column.refers),
                    column=identifier(column.name),
                    code=str(delta.problems.index(_unknown(column.name, column.refers)) + 1),
                )
            )
            if found:
                rows, they = ("row names", "it was") if found == 1 else ("rows name", "they were")
                yield (
                    f"{delta.table.name}: {found:,} {rows} a {column.name} that is known with other zeros in "
                    f"front, or other capitals; {they} turned away: write it as it is known"
                )

    def mentions(self, delta: Delta) -> Iterator[str]:
        """Remarks on ids that nobody knows, of rows that are kept all the same."""
        for column in delta.table.columns:
            if not column.mentions or not delta.is_changing:
                continue
            ids = self._known(column.mentions)
            name = identifier(column.name)
            found = self._cursor.count(
                f"select count(*) from {delta.typed} as t anti join {ids} as k on t.{name} = k.id "
                f"where t.problem = 0 and t.{name} is not null {delta.rest}"
            )
            if found:
                rows, kept = ("row names", "it was") if found == 1 else ("rows name", "they were")
                yield f"{delta.table.name}: {found:,} {rows} a {column.name} that {NOBODY}; {kept} kept"

    def _known(self, parent: str) -> str:
        """The temporary table of a parent's ids: accepted in this load, or left standing by it."""
        target = f"id_{parent}"
        if parent in self._ids:
            return target
        self._ids.add(parent)
        self._cursor.execute(
            f"create or replace temp table {target} as {self._ids_of(parent, _key_of(parent))}"
        )
        own = self._deltas.get(parent)
        if own is not None and own.counts.closed:
            closed = f"select g.{_key_of(parent)} from {own.gone} as g"
            self._cursor.execute(f"delete from {target} where id in ({closed})")
        if parent == "clients":
            self._cursor.execute(template("old_ids", ids=target, aliases=self._aliases()))
        return target

    def _aliases(self) -> str:
        """A select of the merges of this load and of the database."""
        stored = "select e.old_id, e.client_id from clinic.client_aliases as e where e.known_until is null"
        delta = self._deltas.get("client_aliases")
        if delta is None:
            return stored
        own = f"select t.old_id, t.client_id from {delta.typed} as t where t.problem = 0"
        return f"{own} {delta.rest} union all {stored}"

    def _ids_of(self, parent: str, key: str) -> str:
        """A select of the ids of a parent, some of them perhaps twice."""
        delta = self._deltas.get(parent)
        select = template("stored_ids", table=parent, key=identifier(key))
        if delta is None:
            return select
        own = f"select t.{identifier(key)} as id from {delta.typed} as t where t.problem = 0"
        return f"{own} {delta.rest} union all {select}"


def _unknown(column: str, parent: str, why: str = NOBODY) -> Problem:
    return Problem(column, f"a {parent.rstrip('s')} that {why}")


def _key_of(parent: str) -> str:
    (key,) = contract().tables[parent].keys
    return key
