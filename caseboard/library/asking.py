"""Queries on one cursor, as of one date: make what they stand on, set their parameters, run them."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from caseboard.errors import CaseboardError, DatabaseError, Interrupted, QueryError, RequestError
from caseboard.library import making
from caseboard.library.library import INPUTS, Relation, stem_of
from caseboard.library.parameters import changed, check_value, resolve, wrong_type
from caseboard.library.query import Parameter, Query
from caseboard.library.result import Result
from caseboard.library.text import bare, unnamed

if TYPE_CHECKING:
    from caseboard.library.clinic import Clinic
    from caseboard.store import Cursor

_UNBOUND = ("Binder Error", "Catalog Error", "Parser Error")  # said before a row is read


class Asking:
    """Queries on one cursor as of one date. `interrupt` may be called from any thread."""

    def __init__(self, clinic: Clinic, cursor: Cursor, as_of: date, parameters: dict[str, Any]) -> None:
        self.as_of = as_of
        self._clinic = clinic
        self._library = clinic.library
        self.cursor = cursor
        self._parameters = parameters
        self._set: dict[str, Any] = {}
        self._filled: dict[str, tuple[tuple[str, Any], ...]] = {}
        self._stopped = False
        self._definitions_checked = False
        self._stamp = clinic.engine.stamp
        cursor.set_variable("as_of", as_of, "date")

    def run(self, name: str, parameters: Mapping[str, Any] | None = None, limit: int | None = None) -> Result:
        """Run the query `name`. `limit` cuts rows, and `total` then says how many there were."""
        return self.run_relation(self.relation(name), parameters, limit)

    def run_relation(
        self, relation: Relation, parameters: Mapping[str, Any] | None = None, limit: int | None = None
    ) -> Result:
        """Run a file or a library-made relation."""
        started = time.perf_counter()
        values = self.prepare(relation, parameters)
        statement = runnable(relation)
        with self.blaming(relation, statement):
            found = self.cursor.rows(statement, limit=limit)
        total = found.total if found.total > len(found.rows) else None
        name = relation.name
        elapsed = time.perf_counter() - started
        library = self._library
        other = changed(library.parameters(library.order(relation)), values)
        return Result(
            name, found.columns, found.types, found.rows, self.as_of, elapsed, values, total, other,
            replaced=tuple(library.replaced_below(relation)),
        )  # fmt: skip

    def move(self, day: date) -> None:
        """Look from another day; what was worked out for the day before is dropped."""
        self.cursor.set_variable("as_of", day, "date")
        self.as_of = day
        self._filled.clear()

    def empty(self, *inputs: str) -> None:
        """Begin the input tables anew, without a row."""
        for name in inputs:
            self.cursor.execute(f"create or replace temp table {name} as {INPUTS[name].sql}")
        self._filled.clear()

    def collect(self, name: str, into: str) -> None:
        """Add the rows of the query `name` to the input table `into`; no row passes through Python."""
        relation = self.relation(name)
        self.prepare(relation)
        statement = f"insert into temp.{into} by name\n{runnable(relation)}"
        with self.blaming(relation, statement):
            self.cursor.execute(statement)

    def prepare(self, relation: Relation, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Make what the relation stands on and set its parameters; returns them by name."""
        values = self.set_parameters(relation, parameters)
        below = self._below(relation)
        engine = self._clinic.engine
        with self.blaming(relation):
            for item in below:
                self._go_on()
                if making.is_table(item):
                    self._fill(item, values)
                with engine.making:
                    making.make([item], self.cursor, engine.made, filled=stem_of(item) in self._filled)
        self._go_on()
        return values

    def set_parameters(
        self, relation: Relation, parameters: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Set every parameter of the relation and of what it stands on; returns them by name."""
        declared = self._library.parameters(self._library.order(relation))
        values = resolve(relation.name, declared, self._parameters, parameters or {})
        for name, value in values.items():
            self._set_variable(declared[name], value)
        return values

    def make(self, relation: Relation) -> list[Relation]:
        """Make what the relation stands on, tables empty; returns it in order. Set parameters first."""
        below = self._below(relation)
        engine = self._clinic.engine
        with self.blaming(relation), engine.making:
            making.make(below, self.cursor, engine.made)
        return below

    @contextmanager
    def blaming(self, relation: Relation, statement: str | None = None) -> Iterator[None]:
        """Have the file named that is at fault, of those that the relation stands on; else its own, whose
        `statement` it was.
        """
        try:
            yield
        except QueryError as error:
            found = self._at_fault(relation, error, statement)
            raise QueryError(f"{found}{self._replaced(relation, str(found))}") from error

    def _at_fault(self, relation: Relation, error: QueryError, statement: str | None) -> QueryError:
        """The error with the file named that does not bind, or whose rule fails, where one is found."""
        below, made = self._below(relation), self._clinic.engine.made
        try:
            making.check(below, self.cursor, made)
            if not any(word in str(error) for word in _UNBOUND):
                making.check_rules(below, self.cursor, made)
        except QueryError as found:
            return found
        return error if statement is None else making.named(relation, error, statement)

    def _replaced(self, relation: Relation, said: str) -> str:
        """Whose columns may be missing, where a bundled file does not bind and stands on a clinic's."""
        bundled = str(self._library.folder) in said and any(word in said for word in _UNBOUND)
        names = self._library.replaced_below(relation) if bundled else []
        return (
            f"; local files replace the library's {', '.join(names)}: compare their columns" if names else ""
        )

    def _below(self, relation: Relation) -> list[Relation]:
        """What has to be made before the relation is asked for; scores of another definition are refused."""
        order = self._library.order(relation)
        if self._library.stands_on(relation, "known/form_scores"):
            self._check_definitions()
        own_text = relation.kind == "call" or (isinstance(relation, Query) and not relation.is_rule)
        return order[:-1] if own_text else order

    @property
    def is_stopped(self) -> bool:
        """Whether it was interrupted."""
        return self._stopped

    @property
    def is_current(self) -> bool:
        """Whether the file that is attached now is the one that it asked."""
        return self._stamp == self._clinic.engine.stamp

    def holds(self, day: date, parameters: dict[str, Any]) -> bool:
        """Whether what was worked out is right for that day, these parameters and the file as it is now."""
        return self.is_current and (self.as_of, self._parameters) == (day, parameters)

    def resume(self) -> None:
        """Go on after a stop."""
        self._stopped = False

    def _go_on(self) -> None:
        """Raise Interrupted after a stop: DuckDB forgets one that comes while nothing runs."""
        if self._stopped:
            raise Interrupted("The query was stopped before its end.")

    def interrupt(self) -> None:
        """Stop what runs, and whatever would come after it."""
        self._stopped = True
        self.cursor.interrupt()

    def relation(self, name: str) -> Relation:
        """The file or library-made relation of that name. Raises RequestError."""
        made = self._library.relation(name) if name.isidentifier() else None
        return made if made is not None and not isinstance(made, Query) else self._library.get(name)

    def _check_definitions(self) -> None:
        """Refuse to read scores that another definition of a measure made."""
        if self._definitions_checked:
            return
        from caseboard.library.measures import definition_hash

        target, measures = self._clinic.engine.target, self._library.measures
        for name, made_with in self.cursor.rows(
            "select measure, definition_hash from clinic.measure_versions"
        ).rows:
            if name in measures and definition_hash(measures[name]) != made_with:
                again = ["caseboard", "import", "--upgrade", "--db", target]
                if self._library.local is not None:  # without it, the bundled definition would be used
                    again += ["--queries", str(self._library.local)]
                raise DatabaseError(
                    f"The definition of {name} has changed since the forms in {target} were scored, or since "
                    f"caseboard was started; start it again, or score them again with: {shlex.join(again)}"
                )
        self._definitions_checked = True

    def _set_variable(self, parameter: Parameter, value: Any) -> None:
        if parameter.name in self._set and self._set[parameter.name] == value:
            return
        check_value(parameter, value)
        try:
            self.cursor.set_variable(parameter.name, value, parameter.type)
        except Interrupted:
            raise
        except CaseboardError:
            raise wrong_type(parameter, value) from None
        self._set[parameter.name] = value

    def _fill(self, table: Relation, values: dict[str, Any]) -> None:
        stem = stem_of(table)
        below = self._library.parameters(self._library.order(table))
        key = tuple((name, _hashable(values[name])) for name in sorted(below))
        if self._filled.get(stem) != key:
            making.fill(table, self.cursor)
            self._filled[stem] = key


def runnable(relation: Relation) -> str:
    """The select that gives a relation's rows in a total order."""
    if isinstance(relation, Query):
        if relation.kind == "macro":
            raise RequestError(
                f"{relation.name} is a macro that other queries call; run one of those, or show it."
            )
        if not relation.is_rule:
            ordered = "order by" in _top_level(relation.sql).lower()
            return relation.sql if ordered else f"select * from (\n{relation.sql}\n) order by all"
    elif relation.kind == "call":
        return relation.sql
    return f"select * from {stem_of(relation)} order by all"


def _top_level(sql: str) -> str:
    depth, out = 0, []
    for character in unnamed(bare(sql)):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif depth == 0:
            out.append(character)
    return " ".join("".join(out).split())


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
