"""What a FILE may say: one statement that only reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from caseboard.errors import QueryError, RequestError
from caseboard.store.errors import in_words

_READING = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}

# DuckDB's own table functions that a file may name. Others read files, run text as SQL (query), take
# memory addresses (arrow_scan) or set what the locked configuration should hold (on 1.5.5,
# enable_logging and enable_profiling). Macros of the library are not DuckDB's own.
_TABLES = {
    "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "summary",
    "histogram", "histogram_values", "duckdb_columns", "duckdb_functions", "duckdb_tables",
    "duckdb_types", "duckdb_variables", "duckdb_views", "pragma_table_info", "pg_timezone_names",
    "icu_calendar_names",
}  # fmt: skip


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[str, int]:
    """Let one SELECT pass (also FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW).

    Returns the statement and the number of lines before it: DuckDB 2.0 cuts the comment off that
    begins a file, and then names wrong lines in errors of the whole text.

    The type of the statement is not enough: since DuckDB 2.0 a CTE of a SELECT may insert or write
    files, so the parsed tree is read. Raises QueryError when it cannot be parsed, RequestError
    when it is something else.
    """
    try:
        statements = connection.extract_statements(sql)
        kinds = [str(statement.type).rpartition(".")[2] for statement in statements]
    except duckdb.Error as error:
        raise QueryError(in_words(error)) from error
    except ValueError as error:  # a statement that the Python client has no name for (CONNECT)
        raise RequestError("The file holds a statement that is no SELECT; write one SELECT.") from error
    if not statements:
        raise RequestError("The file holds no statement; write one SELECT.")
    if len(statements) > 1:
        several = "a PIVOT statement or several statements; put PIVOT into a FROM clause and"
        several = several if len(statements) == 2 else f"{len(statements)} statements;"
        raise RequestError(f"The file holds {several} write one SELECT.")
    if kinds != ["SELECT"]:
        hint = "; put PIVOT into a FROM clause" if kinds == ["MULTI"] else ""
        raise RequestError(f"The file holds a statement of type {kinds[0]}{hint}; write one SELECT.")
    if statements[0].named_parameters:
        names = ", ".join(f"${name}" for name in sorted(statements[0].named_parameters))
        raise RequestError(
            f"The file uses {names}; declare parameters in its header and read them with getvariable('name')."
        )
    try:
        row = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchone()
    except duckdb.Error as error:
        raise QueryError(in_words(error)) from error
    try:
        tree = json.loads(row[0]) if row else {"error": True}
    except RecursionError:
        raise RequestError("The file's SELECT is nested too deep; write it in parts, with CTEs.") from None
    if tree.get("error"):
        raise RequestError(
            f"The file is no plain SELECT ({tree.get('error_message', 'it has no parsed tree')}); "
            "write one SELECT."
        )
    found = _nodes(tree)
    if writing := sorted(found - _READING):
        named = ", ".join(node.removesuffix("_NODE").removesuffix("_QUERY") for node in writing)
        raise RequestError(f"The file's SELECT also writes ({named} in a CTE); a file may only read.")
    if not found:
        raise RequestError("The file is no plain SELECT; write one SELECT.")
    if others := _table_functions(tree) - _TABLES:
        rows = connection.execute(
            "select distinct lower(function_name) from duckdb_functions()"
            " where internal and function_type not in ('scalar', 'macro', 'aggregate')"
        ).fetchall()
        if closed := sorted(others & {row[0] for row in rows}):
            raise RequestError(
                f"The file uses {closed[0]}(), which is closed to a query from a file: it may read "
                "the clinic's tables and the library's views and macros."
            )
    statement = statements[0].query
    return statement, sql.count("\n", 0, max(sql.find(statement), 0))


def _nodes(tree: Any) -> set[str]:
    """Return the types of all query nodes in a serialized statement."""
    kinds = (part.get("type") for part in _parts(tree))
    return {kind for kind in kinds if isinstance(kind, str) and kind.endswith("_NODE")}


def _table_functions(tree: Any) -> set[str]:
    """Return the names of all functions that stand where a table may stand."""
    calls = (part["function"] for part in _parts(tree) if part.get("type") == "TABLE_FUNCTION")
    return {str(call["function_name"]).lower() for call in calls}


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
