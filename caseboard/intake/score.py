"""Survey forms scored again: those that a load touched, and those whose measure's definition changed."""

from __future__ import annotations

from datetime import datetime

from caseboard.intake.templates import template
from caseboard.library import Library
from caseboard.library.measure_sql import RELATIONS
from caseboard.library.measures import definition_hash
from caseboard.quoting import literal
from caseboard.store import Cursor


def outdated(cursor: Cursor, library: Library) -> dict[str, str]:
    """Measures with stored items whose scores are missing or were made by another definition -> its hash."""
    used = [row[0] for row in cursor.rows("select distinct measure from clinic.survey_items").rows]
    stored = dict(cursor.rows("select measure, definition_hash from clinic.measure_versions").rows)
    hashes = {name: definition_hash(library.measures[name]) for name in used if name in library.measures}
    return {name: value for name, value in hashes.items() if stored.get(name) != value}


def rescore(
    cursor: Cursor,
    library: Library,
    forms: str | None,
    changed: dict[str, str],
    at: datetime,
    staged: str | None = None,
) -> int:
    """Score the forms of the select `forms` and all forms of the `changed` measures; how many there were.

    Run it inside the transaction of the load. `staged` is a catalog that has the measures where there are
    `forms`.
    """
    selects = [forms] if forms else []
    if changed:
        names = ", ".join(literal(name) for name in changed)
        selects.append(
            "select i.client_id, i.measure, i.given_on from clinic.survey_items as i "
            f"where i.measure in ({names})"
        )
    if not selects:
        return 0
    _prepare(cursor, library, staged if forms else None)
    scored = cursor.count(
        "create or replace temp table form_to_score as "
        f"select distinct * from ({' union all '.join(selects)})"
    )
    if cursor.one("select 1 from clinic.form_scores limit 1") is not None:
        cursor.execute(template("unscore"))
    relation = library.relation("form_score")
    assert relation is not None
    cursor.execute(template("score", form_score=relation.sql))
    if changed:
        names = ", ".join(literal(name) for name in changed)
        cursor.execute(f"delete from clinic.measure_versions where measure in ({names})")
        rows = ", ".join(f"({literal(name)}, {literal(value)}, $1)" for name, value in changed.items())
        cursor.execute(f"insert into clinic.measure_versions values {rows}", [at])
    return scored


def _prepare(cursor: Cursor, library: Library, staged: str | None) -> None:
    """Make the measures that `form_score` reads as temporary tables, which it is planned over in half the
    time; from the catalog `staged` where it has them. Below a clinic's own file stands more, which it does
    not read.
    """
    for relation in library.order("form_score"):
        if relation.name in RELATIONS:
            source = f"from {staged}.{relation.name}" if staged else relation.sql
            cursor.execute(f"create or replace temp table {relation.name} as {source}")
