"""No threshold moves unseen: with any parameter one step up or down, an example fails.

New rules and new parameters are looked at without a word here. A parameter that stands in a rule and in a
fact or concept below it is held fast where either of them is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from caseboard.library import Clinic, Library
from caseboard.library.query import Query
from tests.library.sensitivity import Change, changes, declared, unnoticed

LIBRARY = Library.load()
StillHold = Callable[[Query, Iterable[Change]], list[Change]]
# Parameters that no example can or need hold fast, each with the reason.
FREE: dict[str, str] = {}


RULES = set(LIBRARY.rules)
TOP = [*LIBRARY.rules, LIBRARY.get("concepts/pane")]  # the rules, the panes' concept and what they stand on
OF_RULES = {name for rule in RULES for name in rule.parameters}


def _wanted(file: Query) -> list[Change]:
    """The steps of a file's own numbers; for what is no rule, of those that no rule declares: these are asked
    for there.
    """
    own = (p for p in file.parameters.values() if file in RULES or p.name not in OF_RULES)
    return [change for parameter in own for change in changes(parameter)]


def _files() -> list[str]:
    """Every file with such a number."""
    return sorted({file.name for file, _ in declared(LIBRARY, TOP) if _wanted(file)})


def _others(file: Query, change: Change) -> list[Query]:
    """Files that declare the same parameter: below a rule; for what is no rule, anywhere."""
    top = [file] if file in RULES else TOP
    return [other for other, p in declared(LIBRARY, top) if p.name == change.name and other is not file]


@pytest.fixture(scope="module")
def still_hold() -> Iterator[StillHold]:
    """The changes under which every example of a file holds, asked in one clinic that is filled anew."""
    clinic = Clinic(LIBRARY, ":memory:")
    with clinic.engine.writing(create=True) as cursor:
        yield lambda file, wanted: unnoticed(clinic, cursor, file, wanted)
    clinic.close()


@pytest.mark.parametrize("name", _files())
def test_a_step_makes_an_example_fail(name: str, still_hold: StillHold) -> None:
    file = LIBRARY.get(name)
    left = [change for change in still_hold(file, _wanted(file)) if change.name not in FREE]
    for change in tuple(left):
        if not all(still_hold(other, [change]) for other in _others(file, change)):
            left.remove(change)
    said = ", ".join(f"{change.name} = {change.value}" for change in sorted(left))
    assert not left, f"{name}: every example still holds with {said}"


def test_only_what_exists_is_free() -> None:
    names = {name for query in LIBRARY for name in query.parameters}
    assert set(FREE) <= names


def test_a_threshold_that_no_example_holds_is_found(still_hold: StillHold) -> None:
    file = LIBRARY.get("rules/more_intensity/no_shows_in_a_row")
    known = still_hold(file, [Change("no_shows_that_flag", 1), Change("points_for_craving", 2)])
    assert known == [Change("points_for_craving", 2)]
