"""DuckDB's exceptions become sentences without a traceback."""

from __future__ import annotations

import duckdb
import pytest

from caseboard.errors import DatabaseError, QueryError
from caseboard.store.errors import translate


def test_a_fault_inside_duckdb_shows_no_stack() -> None:
    fault = duckdb.InternalException(
        "INTERNAL Error: a pointer that is NULL!\n\nStack Trace:\n\n/somewhere/_duckdb.so(_ZN6duckdb9) [0x7f]"
    )
    said = translate(fault, "clinic.duckdb")
    assert isinstance(said, QueryError)
    assert str(said) == "INTERNAL Error: a pointer that is NULL!"


def test_a_write_that_failed_says_why_and_is_no_mistake_in_a_query() -> None:
    """As of a file in a folder where DuckDB may not keep its log."""
    error = duckdb.TransactionException(
        'TransactionContext Error: Failed to commit: Checkpoint failed for database "clinic". The database '
        'has been invalidated. Original error: Cannot open file "/ro/c.duckdb.wal": Permission denied'
    )
    said = translate(error, "/ro/c.duckdb")
    assert isinstance(said, DatabaseError)
    assert str(said) == (
        "The database /ro/c.duckdb cannot be written, and nothing was changed: "
        'Cannot open file "/ro/c.duckdb.wal": Permission denied'
    )


@pytest.mark.parametrize(
    "address",
    [
        "ducklake:postgres:dbname=x host=db password=hunter2 port=9",
        "ducklake:postgres:dbname=x PASSWORD='hunter2 hunter2'",
        "ducklake:postgres:postgresql://me:hunter2@db/x",
        "md:clinic?motherduck_token=hunter2",
    ],
)
def test_a_password_in_an_address_is_in_no_sentence(address: str) -> None:
    """Sentences stand on screens, in cron's mails and in logs; DuckDB's own repeat the address as well."""
    said = str(translate(duckdb.IOException(f'IO Error: Unable to connect at "{address}"'), address))
    assert "hunter2" not in said
    assert said.startswith(f"The database {address[:10]}")


def test_an_extension_that_is_missing_is_told_how_to_get() -> None:
    error = duckdb.IOException(
        'IO Error: Extension "/home/it/.duckdb/extensions/v2.0.1/linux_amd64/ducklake.duckdb_extension" not '
        'found.\n\nCandidate extensions: "delta"'
    )
    assert str(translate(error, "ducklake:clinic.ducklake")) == (
        "The database ducklake:clinic.ducklake needs DuckDB's extension ducklake, which is not installed; "
        """get it once with: python -c "import duckdb; duckdb.execute('install ducklake')\""""
    )


FULL = 'IO Error: Could not write file "/clinic/c.duckdb": No space left on device'


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            duckdb.IOException(FULL),
            "There is no room left for /clinic/c.duckdb, and nothing was changed; make room and try again.",
        ),
        (
            duckdb.TransactionException(
                'TransactionContext Error: Failed to commit: Checkpoint failed for database "clinic". '
                "The database has been invalidated. Original error: " + FULL.removeprefix("IO Error: ")
            ),
            "There is no room left for /clinic/c.duckdb, and nothing was changed; make room and try again.",
        ),
        (
            duckdb.IOException(
                "IO Error: Transaction COMMIT succeeded and is durable, but the autocheckpoint failed. "
                "Original error: " + FULL.removeprefix("IO Error: ")
            ),
            "There is no room left for /clinic/c.duckdb; make room and try again.",
        ),
    ],
)
def test_a_full_disk_is_said(error: duckdb.Error, said: str) -> None:
    found = translate(error, "c.duckdb")
    assert isinstance(found, DatabaseError)
    assert str(found) == said


def test_a_file_that_a_query_names_and_is_not_there_is_no_fault_of_the_database() -> None:
    with duckdb.connect() as connection, pytest.raises(duckdb.IOException) as caught:
        connection.execute("from read_csv('/nowhere/own.csv')")
    said = translate(caught.value, "clinic.duckdb")
    assert isinstance(said, QueryError)
    assert str(said).startswith('IO Error: No files found that match the pattern "/nowhere/own.csv"')
