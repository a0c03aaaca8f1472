"""The numbered files of `queries/schema`, applied in order, once each."""

from __future__ import annotations

import shlex
from functools import cache
from pathlib import Path

from caseboard.errors import DatabaseError, EmptyDatabaseError, OlderDatabaseError, QueryError
from caseboard.settings import bundled
from caseboard.store.cursor import Cursor

_VERSIONS = """
create table clinic.schema_version (
    version integer not null,
    file varchar not null,
    applied_at timestamp not null
)
"""


@cache
def files() -> tuple[tuple[int, Path], ...]:
    """The schema files as (number, path), in order."""
    found = sorted(bundled("queries").joinpath("schema").glob("[0-9]*.sql"))
    return tuple((int(path.name.split("_")[0]), path) for path in found)


def newest() -> int:
    """The number of the newest schema file."""
    return files()[-1][0]


def version(cursor: Cursor) -> int | None:
    """The schema version of the attached file; None when it is no clinic's file. Raises DatabaseError where
    that cannot be read.
    """
    try:
        newest_applied, *_ = cursor.only(
            "select max(version::integer), max(file), max(applied_at) from clinic.schema_version"
        )
    except QueryError:
        return None
    return newest_applied or 0


def check(cursor: Cursor, target: str) -> None:
    """Raise DatabaseError unless the attached file has exactly the newest schema."""
    found = version(cursor)
    if found is None and not _tables(cursor):
        raise EmptyDatabaseError(
            f"{target} is empty; load into it with: caseboard import SOURCE --db {shlex.quote(target)}"
        )
    if found is None:
        raise DatabaseError(f"{target} is not a caseboard database; name one that caseboard import made.")
    if found < newest():
        raise OlderDatabaseError(
            f"{target} was made by an older caseboard (schema {found}, now {newest()}); "
            f"bring it up to date with: caseboard import --upgrade --db {shlex.quote(target)}"
        )
    _refuse_newer(found, target)


def apply(cursor: Cursor, target: str, *, new: bool) -> None:
    """Apply the schema files that the attached file lacks, in one transaction.

    Raises DatabaseError when the file is newer than this program, or holds something else.
    """
    found = version(cursor)
    if found is None and not new and _tables(cursor):
        raise DatabaseError(
            f"{target} holds tables that are not caseboard's; name another file for the clinic."
        )
    _refuse_newer(found or 0, target)
    pending = [(number, path) for number, path in files() if number > (found or 0)]
    if not pending:
        return
    with cursor.transaction():
        if found is None:
            cursor.execute(_VERSIONS)
        cursor.execute("use clinic")
        for number, path in pending:
            cursor.execute(path.read_text(encoding="utf-8"))
            cursor.execute(
                "insert into clinic.schema_version values ($1, $2, current_timestamp::timestamp)",
                [number, path.name],
            )
    cursor.execute("set search_path = 'memory.main,clinic.main'")


def _tables(cursor: Cursor) -> bool:
    return cursor.one("select 1 from duckdb_tables() where database_name = 'clinic'") is not None


def _refuse_newer(found: int, target: str) -> None:
    if found > newest():
        raise DatabaseError(
            f"{target} was made by a newer caseboard (schema {found}, here {newest()}); update caseboard."
        )
