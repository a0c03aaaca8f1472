"""Relations into the in-memory instance, and the text that does the same in any DuckDB shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from caseboard.errors import QueryError
from caseboard.library.library import Relation, file_of, stem_of
from caseboard.library.query import Own, Query
from caseboard.library.rules import OF_OUTCOME, heard, must_return, own
from caseboard.quoting import identifier

if TYPE_CHECKING:
    from caseboard.store import Cursor

T = TypeVar("T")

_AT = re.compile(r" LINE (\d+): *(.*)$")
_MACRO = re.compile(r"\A((?:\s*--[^\n]*\n)*\s*)create\s+(?:or\s+replace\s+)?macro\s+", re.IGNORECASE)


def is_table(relation: Relation) -> bool:
    """True for what is worked out once for a date and kept as a temporary table of the cursor."""
    return relation.kind == "table"


def _is_macro(relation: Relation) -> bool:
    return relation.kind == "macro"


def statement(relation: Relation, cursor: Cursor, options: str = "") -> str:
    """The statement that makes a relation in `memory.main`; an empty table for `kind = "table"`.

    What the library knows of measures and rules (`kind = "reference"`) is a table too, so that its rows are
    not read out of SQL text by each query.

    `options` are those of a view. Raises QueryError when SQL that has to be described does not bind.
    """
    stem = stem_of(relation)
    if _is_macro(relation):
        return _MACRO.sub(r"\1create or replace macro memory.main.", relation.sql, count=1)
    if is_table(relation):
        columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in described(relation, cursor))
        return f"create or replace table memory.main.{stem} ({columns})"
    if relation.kind == "reference":
        return f"create or replace table memory.main.{stem} as\n{relation.sql}"
    sql = relation.sql
    if isinstance(relation, Own):
        sql = own(relation.query, described(relation, cursor))
    elif isinstance(relation, Query) and relation.is_rule:
        sql = heard(relation)
    return f"create or replace view memory.main.{stem}{options} as\n{sql}"


def described(relation: Relation, cursor: Cursor) -> list[tuple[str, str]]:
    """The columns of a relation's own statement, as (name, type). Raises QueryError with the file named where
    it does not bind, RequestError where an outcome lacks a column.
    """
    columns = _tried(relation, relation.sql, cursor.describe)
    if isinstance(relation, Query) and relation.kind == "outcome":
        must_return(relation, "outcome", OF_OUTCOME, dict(columns))
    return columns


def make(relations: Iterable[Relation], cursor: Cursor, made: set[str], *, filled: bool = False) -> None:
    """Make the relations that `made` lacks, in the given order. A view that does not bind may show it only
    when it is used: see `check`.

    With `filled` the cursor has their temporary tables, and the empty ones take their columns.
    """
    for relation in relations:
        stem = stem_of(relation)
        if stem in made:
            continue
        if filled:
            text = f"create or replace table memory.main.{stem} as from temp.{stem} limit 0"
        else:
            text = statement(relation, cursor, cursor.view_options)
        try:
            cursor.execute(text)
        except QueryError as error:
            raise named(relation, error, relation.sql if _is_macro(relation) else text) from error
        made.add(stem)


def fill(relation: Relation, cursor: Cursor) -> None:
    """Work out a `kind = "table"` relation for the variables that are set on the cursor."""
    text = f"create or replace temp table {stem_of(relation)} as\n{relation.sql}"
    _tried(relation, text, cursor.execute)


def check(relations: Iterable[Relation], cursor: Cursor, made: set[str]) -> None:
    """Raise what `described` raises of a view that was made, or of a rule as the library has it."""
    for relation in relations:
        if stem_of(relation) in made and not _is_macro(relation) and not is_table(relation):
            described(relation, cursor)
            if isinstance(relation, Own):  # with what the library wraps around it
                _tried(relation, f"from {relation.name}", cursor.describe)


def check_rules(relations: Iterable[Relation], cursor: Cursor, made: set[str]) -> None:
    """Raise QueryError with the file named, where the answers of one of the rules cannot be worked out."""
    for relation in relations:
        if not isinstance(relation, Own) or relation.name not in made:
            continue
        for text in (relation.sql, f"from {relation.name}"):  # the file's own text tells the line
            _tried(relation, text, cursor.rows)


def _tried(relation: Relation, text: str, how: Callable[[str], T]) -> T:
    try:
        return how(text)
    except QueryError as error:
        raise named(relation, error, text) from error


def named(relation: Relation, error: QueryError, statement: str) -> QueryError:
    """The error of `statement` with the relation's file and the line of that file, where one can be told."""
    file, said = file_of(relation), str(error)
    if file is None:
        return QueryError(f"{relation.name}: {said}")
    at, begins = _AT.search(said), statement.find(file.sql)
    if at is None:
        return QueryError(f"{file.path}: {said}")
    if begins < 0:  # the line of what the library wraps around the file
        return QueryError(f"{file.path}: {said[: at.start()]}")
    inside, last = int(at[1]) - statement.count("\n", 0, begins), file.sql.count("\n") + 1
    line = file.line - 1 + min(inside, last)
    if inside > last:  # at the sign that the library sets behind it
        early = "Parser Error: the statement ends too early."
        why = early if "syntax error" in said else said[: at.start()]
        return QueryError(f"{file.path}, line {line}: {why}")
    return QueryError(f"{file.path}, line {line}: {said[: at.start()]} (at: {at[2]})")
