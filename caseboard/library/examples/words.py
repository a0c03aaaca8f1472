"""What a row of an example may hold: the words and ranges of the extract contract, of the measures and of the
library itself. A word that nothing knows would make an example hold for the wrong reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from caseboard.errors import RequestError
from caseboard.files import toml_file
from caseboard.library.text import near
from caseboard.settings import bundled

if TYPE_CHECKING:
    from caseboard.library.library import Library
    from caseboard.library.measures import Measure


class Bad(RequestError):
    """An example that cannot be read."""


class Odd(float):
    """A number that may lie out of its range: an answer written with `!`, a score of `past`."""


def check_row(library: Library, table: str, row: Mapping[str, Any]) -> None:
    """Raise Bad where the row holds a word that nothing knows, or a number out of its range."""
    contract = _contract()
    columns = contract["tables"].get(table, {}).get("columns", {})
    for name, value in row.items():
        column = columns.get(name, {})
        if value in (None, ""):
            continue
        if "words" in column:
            _known(table, value, contract["words"][column["words"]])
        low, high = column.get("min"), column.get("max")
        if low is not None and high is not None:
            _between(table, name, value, low, high)
    if table in ("survey_items", "survey_scores"):
        _check_form(library, table, row)
    elif table == "batteries":
        _known("battery", row["instrument"], library.instruments, "instrument")
    elif table == "snoozes":
        _known(table, row.get("rule"), _rules(library), "rule")
    elif table == "decisions":
        for answer in row.get("answers") or ():
            _known(table, answer["rule"], _rules(library), "rule")
    elif table == "evaluations":
        _known(table, row.get("outcome"), [query.stem for query in library.outcomes], "outcome")


def check_decisions(rows: Iterable[Mapping[str, Any]], words: Iterable[str]) -> None:
    """Raise Bad where a decision is none of the words that a decision has."""
    known = set(words)
    for row in rows:
        _known("decisions", row.get("decision"), known)


def check_merged(rows: Iterable[Mapping[str, Any]]) -> None:
    """Raise Bad where an id was merged twice: it is the key, and to follow every way would take for ever."""
    seen: set[str] = set()
    for row in rows:
        if row["old_id"] in seen:
            raise Bad(f"'merged' has the old id {row['old_id']} twice; an id is merged into one client")
        seen.add(row["old_id"])


@cache
def _contract() -> dict[str, Any]:
    return toml_file(bundled("queries") / "schema" / "contract.toml")


def _rules(library: Library) -> list[str]:
    return [rule.stem for rule in library.rules]


def _known(table: str, value: Any, words: Iterable[str], what: str = "word") -> None:
    listed = list(words)
    if value not in listed:
        hint = near(str(value), listed) or f"; there is {', '.join(sorted(listed))}"
        raise Bad(f"unknown {what} '{value}' in {table}{hint}")


def _between(table: str, name: str, value: Any, low: float, high: float) -> None:
    if isinstance(value, Odd):
        return
    if not isinstance(value, int | float) or not low <= value <= high:
        raise Bad(f"{name} in {table} is {low:g} to {high:g}, not {value}")


def _check_form(library: Library, table: str, row: Mapping[str, Any]) -> None:
    _known(table, row.get("measure"), library.measures, "measure")
    measure: Measure = library.measures[row["measure"]]
    if table == "survey_scores":
        scales = {scale.scale: scale for scale in measure.scales}
        _known(table, row.get("scale"), scales, f"{measure.measure} scale")
        scale = scales[row["scale"]]
        if (score := row.get("score")) is not None:
            _between(table, f"{measure.measure} {scale.scale}", score, scale.min_value, scale.max_value)
        return
    items = {item.item: item for item in measure.items}
    if row.get("item") not in items:
        raise Bad(f"{measure.measure} has {len(items)} items, and {table} names item {row.get('item')}")
    item, value = items[row["item"]], row.get("value")
    if value is None:
        return
    _between(table, f"item {item.item} of {measure.measure}", value, item.min_value, item.max_value)
    if item.allowed and value not in item.allowed and not isinstance(value, Odd):
        offered = ", ".join(f"{each:g}" for each in item.allowed)
        raise Bad(f"item {item.item} of {measure.measure} in {table} is one of {offered}, not {value}")
