"""The contract as data, the numbered schema files and the text of the contract agree."""

from __future__ import annotations

from caseboard.intake.check import _SQL_TYPES
from caseboard.intake.contract import contract
from caseboard.settings import bundled
from caseboard.store import staging


def test_the_contract_has_the_columns_of_the_schema_in_order_and_type() -> None:
    with staging() as place:
        schema = bundled("queries").joinpath("schema", "0001_extracts.sql").read_text(encoding="utf-8")
        place.cursor.execute(schema)
        rows = place.cursor.rows(
            "select table_name, column_name, lower(data_type), is_nullable from duckdb_columns() "
            "where database_name = 'staging' order by table_name, column_index"
        ).rows
    stored: dict[str, list[tuple[str, str, bool]]] = {}
    for table, column, kind, nullable in rows:
        if column not in ("known_from", "known_until"):
            stored.setdefault(table, []).append((column, kind, not nullable))
    declared = {
        table.name: [(c.name, _SQL_TYPES[c.type], c.key) for c in table.columns]
        for table in contract().tables.values()
    }
    assert declared == stored


def test_what_the_contract_names_is_there() -> None:
    rules = contract()
    seen: set[str] = set()
    for table in rules.tables.values():
        seen.add(table.name)
        assert table.keys
        own = set(table.names)
        sources = {*table.known_from, *table.dated, *table.entered} - {"always", "sessions.starts_at"}
        assert sources | set(table.any_of) | set(table.cluster) <= own
        assert table.always_where is None or table.always_where in own
        for column in table.columns:
            assert column.type in _SQL_TYPES
            assert column.after is None or column.after in own
            assert column.refers is None or column.refers in seen  # parents first
            assert column.mentions is None or column.mentions in rules.tables
            assert not (column.key and column.optional)


def test_entered_at_is_used_wherever_it_is_there() -> None:
    for table in contract().tables.values():
        if "entered_at" in table.names:
            assert table.known_from[0] == "entered_at" and table.entered == ("entered_at",)
