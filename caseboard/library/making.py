"""Relations into the in-memory instance, and the text that does the same in any DuckDB shell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from caseboard.errors import QueryError, RequestError
from caseboard.library.library import Relation, file_of, stem_of
from caseboard.library.query import Own, Query
from caseboard.library.rules import heard, own

if TYPE_CHECKING:
    from caseboard.store import Cursor

_MACRO = re.compile(r"\A\s*(?:--[^\n]*\n\s*)*create\s+(?:or\s+replace\s+)?macro\s+", re.IGNORECASE)


def is_table(relation: Relation) -> bool:
    """True for what is worked out once for a date and kept as a temporary table of the cursor."""
    return relation.kind == "table"


def statement(relation: Relation, cursor: Cursor, options: str = "") -> str:
    """The statement that makes a relation in `memory.main`; an empty table for `kind = "table"`.

    What the library knows of measures and rules (`kind = "reference"`) is a table too, so that its rows are
    not read out of SQL text by each query.

    `options` are those of a view. Raises QueryError when SQL that has to be described does not bind.
    """
    stem = stem_of(relation)
    if isinstance(relation, Query) and relation.kind == "macro":
        return _MACRO.sub("create or replace macro memory.main.", relation.sql, count=1)
    if is_table(relation):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in described(relation, cursor))
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
    """The columns of a relation's own statement, as (name, type)."""
    try:
        return cursor.describe(relation.sql)
    except QueryError as error:
        raise _named(relation, error) from error


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
            raise _named(relation, error) from error
        made.add(stem)


def fill(relation: Relation, cursor: Cursor) -> None:
    """Work out a `kind = "table"` relation for the variables that are set on the cursor."""
    try:
        cursor.execute(f"create or replace temp table {stem_of(relation)} as\n{relation.sql}")
    except QueryError as error:
        raise _named(relation, error) from error


def check(relations: Iterable[Relation], cursor: Cursor, made: set[str]) -> None:
    """Raise QueryError with the file named, where one of the views that were made does not bind."""
    for relation in relations:
        is_macro = isinstance(relation, Query) and relation.kind == "macro"
        if stem_of(relation) in made and not is_macro and not is_table(relation):
            described(relation, cursor)


def _named(relation: Relation, error: QueryError) -> RequestError:
    file = file_of(relation)
    return QueryError(f"{file.path if file is not None else relation.name}: {error}")
