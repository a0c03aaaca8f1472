"""What a FILE may say: one statement that only reads."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from caseboard.errors import QueryError, RequestError
from caseboard.store.errors import first_lines

_READING = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let one SELECT pass (also FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW).

    The type of the statement is not enough: since DuckDB 2.0 a CTE of a SELECT may insert or write
    files, so the parsed tree is read. Raises QueryError when it cannot be parsed, RequestError
    when it is something else.
    """
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(first_lines(error, 4)) from error
    except ValueError as error:  # a statement that the Python client has no name for (CONNECT)
        raise RequestError("The file holds a statement that is no SELECT; write one SELECT.") from error
    if not statements:
        raise RequestError("The file holds no statement; write one SELECT.")
    if len(statements) > 1:
        several = "a PIVOT statement or several statements; put PIVOT into a FROM clause and"
        several = several if len(statements) == 2 else f"{len(statements)} statements;"
        raise RequestError(f"The file holds {several} write one SELECT.")
    kind = str(statements[0].type).rpartition(".")[2]
    if kind != "SELECT":
        hint = "; put PIVOT into a FROM clause" if kind == "MULTI" else ""
        raise RequestError(f"The file holds a statement of type {kind}{hint}; write one SELECT.")
    if statements[0].named_parameters:
        names = ", ".join(f"${name}" for name in sorted(statements[0].named_parameters))
        raise RequestError(
            f"The file uses {names}; declare parameters in its header and read them with getvariable('name')."
        )
    try:
        row = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchone()
    except duckdb.Error as error:
        raise QueryError(first_lines(error, 4)) from error
    tree = json.loads(row[0]) if row else {"error": True}
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


def _nodes(tree: Any) -> set[str]:
    """Return the types of all query nodes in a serialized statement."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            kind = part.get("type")
            if isinstance(kind, str) and kind.endswith("_NODE"):
                found.add(kind)
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return found
