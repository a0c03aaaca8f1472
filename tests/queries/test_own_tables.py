"""Conferences and actions that caseboard records itself, as known on the day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from caseboard.library import Clinic, Library

DAY = date(2026, 3, 15)


@pytest.fixture(scope="module")
def clinic(sample_db: Path, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The sample with conferences and actions, none of which is in it."""
    path = tmp_path_factory.mktemp("own") / "own.duckdb"
    shutil.copy(sample_db, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into conferences (conference_id, as_of, opened_at, closed_at) values "
            "('A before', '2026-03-08', '2026-03-08 09:00', '2026-03-08 10:00'), "
            "('B past midnight', '2026-03-15', '2026-03-15 23:30', '2026-03-16 00:30'), "
            "('C of an older board', '2026-03-08', '2026-03-16 09:00', '2026-03-16 10:00')"
        )
        connection.execute(
            "insert into action_items "
            "(action_id, decision_id, client_id, action, done_on, recorded_at) values "
            "('A', 'D', 'C', 'call', '2026-03-14', '2026-03-14 09:00'), "
            "('A', 'D', 'C', 'call', null, '2026-03-14 09:00'), "
            "('B', 'D', 'C', 'call', null, '2026-03-14 09:00'), "
            "('B', 'D', 'C', 'call', '2026-03-14', '2026-03-14 09:00'), "
            "('C', 'D', 'C', 'call', '2026-03-13', '2026-03-13 09:00'), "
            "('C', 'D', 'C', 'call', null, '2026-03-14 09:00')"
        )
    opened = Clinic(library, path)
    yield opened
    opened.close()


def test_a_conference_is_known_from_the_time_it_was_opened(clinic: Clinic) -> None:
    with clinic.asking(DAY) as asking:
        found = asking.run("conferences").records()
    closed = {row["conference_id"]: row["closed_at"] for row in found}
    assert closed == {"A before": datetime(2026, 3, 8, 10), "B past midnight": None}


def test_of_two_entries_of_one_time_the_one_that_says_done_counts(clinic: Clinic) -> None:
    with clinic.asking(DAY) as asking:
        found = asking.run("action_items").records()
    done = date(2026, 3, 14)
    assert {row["action_id"]: row["done_on"] for row in found} == {"A": done, "B": done, "C": None}
