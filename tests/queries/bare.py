"""A bare DuckDB connection with files of queries/ on it, without the library: header off, run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb

from caseboard.library.measure_sql import reference_sql
from caseboard.library.measures import Measure, load_measures

QUERIES = Path(__file__).parents[2] / "queries"
MEASURES = QUERIES / "measures"
_HEADER = re.compile(r"\s*/\*.*?\*/", re.DOTALL)


def sql_of(name: str) -> str:
    """The SQL of queries/concepts/<name>.sql without its header."""
    text = (QUERIES / "concepts" / f"{name}.sql").read_text(encoding="utf-8")
    return _HEADER.sub("", text, count=1)


def with_macros(*names: str) -> duckdb.DuckDBPyConnection:
    """A connection on which the named macros exist."""
    connection = duckdb.connect()
    for name in names:
        connection.execute(sql_of(name))
    return connection


@cache
def shipped() -> list[Measure]:
    """The measures of queries/measures."""
    return load_measures(MEASURES)


def with_form_score(measures: list[Measure] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with an empty clinic.survey_items and form_to_score, and the view form_score."""
    connection = duckdb.connect(config={"threads": 1})
    relations = reference_sql(shipped() if measures is None else measures)
    connection.execute("attach ':memory:' as clinic")
    connection.execute(
        "create table clinic.survey_items (client_id varchar, measure varchar, given_on date, "
        "item integer, value double, entered_at timestamp, known_from timestamp, "
        "known_until timestamp)"
    )
    connection.execute("create table form_to_score (client_id varchar, measure varchar, given_on date)")
    for name, sql in relations.items():
        connection.execute(f"create table {name} as {sql}")
    connection.execute(f"create view form_score as {sql_of('form_score')}")
    return connection


@cache
def of_the_shipped_measures() -> duckdb.DuckDBPyConnection:
    """One for all who only ask for a form's scores and bands."""
    return with_form_score()


def form_scores(measure: str, forms: Sequence[Sequence[float | None]]) -> list[dict[str, float | None]]:
    """For each form, given as its answers from item 1 on: scale -> score."""
    rows = [
        {"client_id": f"{number:06}", "item": item, "value": value}
        for number, form in enumerate(forms)
        for item, value in enumerate(form, start=1)
    ]
    connection = of_the_shipped_measures()
    for table in ("clinic.survey_items", "form_to_score"):
        connection.execute(f"delete from {table}")
    connection.execute(
        "insert into clinic.survey_items select r.client_id, $measure, date '2026-03-10', r.item, "
        "r.value, null, timestamp '2026-03-10 10:00:00', null "
        "from (select unnest(cast($rows as "
        "struct(client_id varchar, item integer, value double)[])) as r)",
        {"measure": measure, "rows": rows},
    )
    connection.execute(
        "insert into form_to_score select distinct i.client_id, i.measure, i.given_on "
        "from clinic.survey_items as i"
    )
    found: list[dict[str, float | None]] = [{} for _ in forms]
    for client, scale, score in connection.execute(
        "select client_id, scale, score from form_score"
    ).fetchall():
        assert scale not in found[int(client)]
        found[int(client)][scale] = score
    return found
