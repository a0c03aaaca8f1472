"""A query with everything that it stands on, as text: for any DuckDB shell, and for the sandbox."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from caseboard.errors import QueryError, RequestError
from caseboard.library import making
from caseboard.library.asking import runnable
from caseboard.library.clinic import Clinic
from caseboard.library.library import stem_of
from caseboard.library.parameters import changed
from caseboard.library.query import Query
from caseboard.library.result import Result
from caseboard.quoting import literal


def compiled(
    clinic: Clinic, name: str, as_of: date | None = None, parameters: Mapping[str, Any] | None = None
) -> str:
    """One self-contained script that gives the rows of `name` in any DuckDB shell.

    Raises RequestError, QueryError or DatabaseError.
    """
    with clinic.asking(as_of) as asking:
        relation = asking.relation(name)
        values = asking.set_parameters(relation, parameters)
        types = clinic.library.parameters(clinic.library.order(relation))
        parts = [
            f"-- {name}, made by caseboard show --compiled. Run it in any DuckDB shell.",
            f"attach {literal(clinic.engine.target)} as clinic (read_only);",
            "set search_path = 'memory.main,clinic.main';",
            f"set variable as_of = date '{asking.as_of}';",
            *(f"set variable {key} = {_value(value)}::{types[key].type};" for key, value in values.items()),
        ]
        for item in asking.make(relation):
            if making.is_table(item):
                parts.append(f"create or replace temp table {stem_of(item)} as\n{item.sql};")
            else:
                parts.append(making.statement(item, asking.cursor) + ";")
    return "\n\n".join([*parts, runnable(relation) + ";", ""])


def run_file(
    clinic: Clinic,
    path: Path,
    as_of: date | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    timeout: float = 20.0,
) -> Result:
    """Run the one SELECT of a file that is not the library's, in the sandbox; `timeout` in seconds.

    Raises RequestError when the file is missing, holds something else, or is stopped.
    """
    from caseboard.store.sandbox import limits_note, run_sandboxed

    if not path.is_file():
        raise RequestError(f"There is no file {path}; a saved query is named without .sql.")
    query = Query(path.absolute().with_suffix("").as_posix(), path, local=True, alone=True)
    query.check()
    if query.header.get("kind", "query") not in ("query", "view", "check"):
        raise RequestError(
            f"{path} is a {query.kind}; a file named on the command line is one select, and this one is "
            "asked for by its name once it is in the clinic's own folder (--queries)."
        )
    started = time.perf_counter()
    with clinic.asking(as_of) as asking:
        values = asking.set_parameters(query, parameters)
        prelude = []
        for item in asking.make(query):
            prelude.append(making.statement(item, asking.cursor, asking.cursor.view_options))
            if making.is_table(item):
                prelude.append(f"create or replace temp table {stem_of(item)} as\n{item.sql}")
        day = asking.as_of
    declared = clinic.library.parameters(clinic.library.order(query))
    typed: dict[str, Any] = {"as_of": (day, "DATE")}
    typed |= {name: (value, declared[name].type) for name, value in values.items()}
    statement = runnable(query)
    try:
        found = run_sandboxed(
            statement,
            clinic.engine.target,
            prelude,
            typed,
            timeout=timeout,
            limit=limit,
            wait=clinic.engine.wait,
        )
    except QueryError as error:
        with clinic.asking(as_of) as asking:
            asking.prepare(query, parameters)
            with asking.blaming(query, statement):
                raise error
    elapsed = time.perf_counter() - started
    cut = found.total if found.total > len(found.rows) else None
    return Result(
        str(path), found.columns, found.types, found.rows, day, elapsed, values, cut,
        changed(declared, values), limits_note(), tuple(clinic.library.replaced_below(query)),
    )  # fmt: skip


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return literal(str(value)) if not isinstance(value, (int, float)) else str(value).lower()
