"""What the library holds, as a Result that any format can print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseboard.errors import RequestError
from caseboard.library.library import Library
from caseboard.library.parameters import changed
from caseboard.library.query import Parameter, Query
from caseboard.library.result import Result
from caseboard.library.text import near

_YEARS_UNTIL_OLD = 2


def listing(
    library: Library, what: str, today: date | None = None, own: Mapping[str, Any] | None = None
) -> Result:
    """`queries`, `rules`, `measures`, `parameters` or the files of a folder, with titles and sources.

    `today` (default: the clock's) is the day from which a review is old, `own` the clinic's thresholds.
    Raises RequestError for anything else.
    """
    day, own = today or date.today(), own or {}
    if what == "measures":
        return _measures(library, day)
    library.same_parameters(library)
    if what == "parameters":
        return _parameters(library, own)
    if what == "rules":
        library.order(*library.rules)  # one that could not be run is not listed as if it were applied
        return _rules(library, day, own)
    inside = [q for q in library if what == "queries" or q.name.startswith(what.strip("/") + "/")]
    if not inside:
        folders = sorted({query.name.split("/")[0] for query in library})
        choices = ["queries", "rules", "measures", "parameters", "extracts", "keys", *folders]
        raise RequestError(
            f"There is nothing to list called '{what}'{near(what, choices)}; choose {', '.join(choices)}."
        )
    columns = ["name", "title", "kind", "local", "parameters"]
    types = ["VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN", "VARCHAR"]
    return _result(what, columns, types, [_row(query) for query in inside])


def _row(query: Query) -> tuple[Any, ...]:
    return query.name, query.title, query.kind, query.local, ", ".join(query.parameters)


def _parameters(library: Library, own: Mapping[str, Any]) -> Result:
    users: dict[str, list[str]] = {}
    for query in library:
        for name in query.parameters:
            users.setdefault(name, []).append(query.stem)
    declared = library.parameters(list(library))
    values = _values(declared, own)
    differs = changed(declared, values)
    rows = [
        (
            name, p.type, _text(values[name]), _text(p.usual),
            "the clinic's own value" if name in differs else "", p.help, ", ".join(users[name]),
        )
        for name, p in sorted(declared.items())
    ]  # fmt: skip
    unknown = [name for name in own if name not in declared]
    rows += [
        (name, "", str(own[name]), "", f"no query declares it{near(name, declared)}", "", "")
        for name in unknown
    ]
    columns = ["name", "type", "value", "default", "note", "help", "read_by"]
    return _result("parameters", columns, ["VARCHAR"] * len(columns), rows)


def _values(declared: Mapping[str, Parameter], own: Mapping[str, Any]) -> dict[str, Any]:
    return {name: own.get(name, parameter.default) for name, parameter in declared.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _said(query: Query, own: Mapping[str, Any]) -> str:
    """The thresholds of a rule that hold, and the library's where the clinic has its own."""
    values = _values(query.parameters, own)
    differs = changed(query.parameters, values)
    texts = [
        f"{p.name}={values[p.name]}" + (f" (library: {p.usual})" if p.name in differs else "")
        for p in query.parameters.values()
    ]
    return ", ".join(texts)


def _rules(library: Library, today: date, own: Mapping[str, Any]) -> Result:
    columns = [
        "name", "title", "kind", "severity", "suggests", "source", "reviewed", "parameters", "assumed",
        "note",
    ]  # fmt: skip
    types = ["VARCHAR"] * 3 + ["INTEGER", "VARCHAR", "VARCHAR", "DATE"] + ["VARCHAR"] * 3
    rows = [
        (
            q.name, q.title, q.kind, q.severity, ", ".join(q.suggests), q.source, q.reviewed,
            _said(q, own), "; ".join(q.assumed), review_note(q.reviewed, today),
        )
        for q in library.rules
    ]  # fmt: skip
    return _result("rules", columns, types, rows)


def _measures(library: Library, today: date) -> Result:
    columns = [
        "measure", "title", "scale", "better", "min", "max", "cutoff", "cutoff_source", "reliable_change",
        "reliable_change_source", "interval_days", "licence", "reviewed", "assumed", "cutoff_male",
        "cutoff_female", "source", "note",
    ]  # fmt: skip
    types = (
        ["VARCHAR"] * 4
        + ["DOUBLE"] * 3
        + ["VARCHAR", "DOUBLE", "VARCHAR", "INTEGER", "VARCHAR", "DATE", "VARCHAR"]
        + ["DOUBLE", "DOUBLE", "VARCHAR", "VARCHAR"]
    )
    rows = [
        (
            m.measure, m.title, s.scale, s.better, s.min_value, s.max_value, s.cutoff, s.cutoff_source,
            s.reliable_change, s.reliable_change_source, m.interval_days, m.licence, m.reviewed,
            "; ".join(m.assumed), s.cutoff_male, s.cutoff_female, m.citation,
            review_note(m.reviewed, today),
        )
        for m in library.measures.values()
        for s in m.scales
    ]  # fmt: skip
    return _result("measures", columns, types, rows)


def review_note(reviewed: date | None, today: date) -> str:
    """What is said of a file that nobody has held against its source for more than two years."""
    if reviewed is None:
        return "never reviewed"
    old = (today.year - reviewed.year, today.month, today.day) > (
        _YEARS_UNTIL_OLD,
        reviewed.month,
        reviewed.day,
    )
    return f"reviewed {reviewed}: more than two years ago" if old else ""


def _result(name: str, columns: list[str], types: list[str], rows: list[tuple[Any, ...]]) -> Result:
    return Result(name, columns, types, rows, date.today(), 0.0)
