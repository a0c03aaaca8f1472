"""What an example holds its answer against: a judge that lets something pass makes every example hold."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from caseboard.library import Library
from caseboard.library.examples import Example
from caseboard.library.examples.differences import differences
from caseboard.library.examples.words import Bad
from caseboard.library.query import Query

DAY = date(2026, 3, 9)


def told(query: Query, expect: Any, columns: list[str], *rows: tuple[Any, ...], **more: Any) -> list[str]:
    return list(differences(Example(query, {"expect": expect, **more}), columns, list(rows)))


@pytest.fixture
def query(library: Any) -> Query:
    return Query("mine", library.folder / "none.sql")


@pytest.mark.parametrize(
    ("want", "alike", "other"),
    [
        ("null", [None], ["", 0, False, [], "null"]),
        ("", [None, ""], [0, False, " "]),
        (True, [True], [False, 1, None, "true"]),
        (1, [1, 1.0, Decimal(1), 1.0000009], [True, 2, None, 1.000002, "one"]),
        (0.33, [0.33, 1 / 3, 0.3251], [0.3249, 0.3351, 0.3]),
        (0.5, [0.5], [0.5001, 0.49]),
        (0, [0, 0.0, -0.0], [False, None, "", 0.00001]),
        ([1, "null", "a"], [[1, None, "a"], (1, None, "a")], [[1, None], [1, None, "b"], [1, 0, "a"], None]),
        ([], [[], ()], [None, [1], ""]),
        (
            DAY,
            [DAY, datetime(2026, 3, 9, 23)],
            [date(2026, 3, 10), datetime(2026, 3, 10), None, "2026-03-09"],
        ),
        (datetime(2026, 3, 9, 1), [datetime(2026, 3, 9, 1)], [datetime(2026, 3, 9), DAY]),
        ("met", ["met"], ["not_met", "Met", None, ["met"]]),
    ],
)
def test_what_is_the_same(query: Query, want: Any, alike: list[Any], other: list[Any]) -> None:
    for got in alike:
        assert told(query, {"a": want}, ["a"], (got,)) == [], got
        assert told(query, [{"a": want}], ["b", "a"], (9, got)) == [], got
    for got in other:
        assert len(told(query, {"a": want}, ["a"], (got,))) == 1, got


def test_what_is_said_of_a_difference(query: Query) -> None:
    columns = ["state", "value", "since"]
    rows = [("met", 9.0, None), ("missing", None, DAY)]
    assert told(query, [{"state": "met"}, {"state": "missing", "value": 3}], columns, *rows) == [
        "value is None, expected 3 (state missing, since 2026-03-09)"
    ]
    assert told(query, {"state": "not_met", "value": 8}, columns, rows[0]) == [
        "state is met, expected not_met (state met, value 9.0)",
        "value is 9.0, expected 8 (state met, value 9.0)",
    ]
    assert told(query, {"state": "met"}, columns, *rows) == [
        "2 rows, expected 1: state met, value 9.0; state missing, since 2026-03-09"
    ]
    assert told(query, [], columns, rows[0]) == ["1 rows, expected 0: state met, value 9.0"]
    assert told(query, {"state": "met"}, columns) == ["0 rows, expected 1"]
    assert told(query, {"stat": "met"}, columns, rows[0]) == [
        "there is no column 'stat' (did you mean state?)"
    ]
    assert told(query, 4, ["value"], (4,), call="four()") == []
    assert told(query, 5, ["value"], (4,), call="four()") == ["value is 4, expected 5 (value 4)"]
    assert told(query, [1, 2], ["value"], ([1, 2],), call="two()") == []
    assert told(query, [{"x": 1}, {"x": 2}], ["x"], (1,), (2,), call="from two()") == []


@pytest.mark.parametrize("more", [{}, {"call": "four()"}])
def test_an_example_that_expects_no_column_is_refused(library: Library, more: dict[str, str]) -> None:
    """It would hold whatever came back."""
    query = library.get("flag")
    for expect in ({}, [{"value": 4}, {}]):
        with pytest.raises(Bad, match="names no column"):
            Example(query, {"expect": expect, **more}).check()
    Example(query, {"expect": [], **more}).check()
