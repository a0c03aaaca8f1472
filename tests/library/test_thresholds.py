"""No threshold moves unseen: with any parameter one step up or down, an example fails.

New rules and new parameters are looked at without a word here. A parameter that stands in a rule and in a
fact or concept below it is held fast where either of them is.
"""

from __future__ import annotations

from functools import cache

import pytest

from caseboard.library import Library
from caseboard.library.query import Query
from tests.library.sensitivity import Change, changes, declared, unnoticed

LIBRARY = Library.load()
# Parameters that no example can or need hold fast, each with the reason.
FREE: dict[str, str] = {}


def _files() -> list[str]:
    """Every file with a number of its own, of the rules, the panes' concept and what they stand on."""
    top = [*LIBRARY.rules, LIBRARY.get("concepts/pane")]
    names = {file.name for file, parameter in declared(LIBRARY, top) if changes(parameter)}
    return sorted(names)


@cache
def _unseen(name: str) -> frozenset[Change]:
    file = LIBRARY.get(name)
    wanted = [change for parameter in file.parameters.values() for change in changes(parameter)]
    return frozenset(unnoticed(LIBRARY, file, wanted))


def _others(file: Query, change: Change) -> list[str]:
    """Files that declare the same parameter: below a rule; for what is no rule, anywhere."""
    top = [file] if file.is_rule else [*LIBRARY.rules, LIBRARY.get("concepts/pane")]
    return [other.name for other, p in declared(LIBRARY, top) if p.name == change.name and other is not file]


@pytest.mark.parametrize("name", _files())
def test_a_step_makes_an_example_fail(name: str) -> None:
    file = LIBRARY.get(name)
    left = [
        change
        for change in sorted(_unseen(name))
        if change.name not in FREE and all(change in _unseen(other) for other in _others(file, change))
    ]
    said = ", ".join(f"{change.name} = {change.value}" for change in left)
    assert not left, f"{name}: every example still holds with {said}"


def test_only_what_exists_is_free() -> None:
    names = {name for query in LIBRARY for name in query.parameters}
    assert set(FREE) <= names


def test_a_threshold_that_no_example_holds_is_found() -> None:
    file = LIBRARY.get("rules/more_intensity/no_shows_in_a_row")
    known = unnoticed(LIBRARY, file, [Change("no_shows_that_flag", 1), Change("points_for_craving", 2)])
    assert known == [Change("points_for_craving", 2)]
