"""A result says which thresholds are not the library's."""

from __future__ import annotations

import pytest

from caseboard.library import Clinic
from caseboard.library.parameters import changed
from caseboard.library.query import Parameter


def test_the_clinics_own_thresholds_and_those_given(library, sample_db):
    clinic = Clinic(library, sample_db, parameters={"no_shows_that_flag": 4, "days_until_stale": 8})
    assert clinic.run("no_shows_in_a_row").changed == {"no_shows_that_flag": (4, 2)}
    assert clinic.run("no_shows_in_a_row", parameters={"no_shows_that_flag": "2"}).changed == {}
    assert clinic.run("stale_feed").changed == {}
    assert "no_shows_that_flag" in clinic.run("panes/flag").changed


@pytest.mark.parametrize(
    ("value", "default", "same"),
    [
        (2, 2, True),
        ("2", 2, True),
        (2.0, 2, True),
        ("3", 2, False),
        ("True", True, True),
        (False, True, False),
    ],
)
def test_what_counts_as_another_value(value, default, same):
    found = changed({"it": Parameter("it", "DOUBLE", default)}, {"it": value})
    assert (found == {}) is same


def test_what_must_be_given_is_no_threshold():
    assert changed({"client_id": Parameter("client_id", "VARCHAR", required=True)}, {"client_id": "C1"}) == {}
