"""A record that came under both ids of a merged client is one record.

A record system that merges two ids sends the history again, under the id that stayed. What came under the
other id is never overwritten, so both stand in the file; every count must be as if it had come once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from caseboard.library import Clinic, Library

DAYS = [date(2025, 11, 23), date(2026, 3, 15)]
SENT_AGAIN = (
    "attendance", "survey_items", "survey_scores", "form_scores", "drug_screens", "daily_logs", "leaves",
    "supports", "plan_reviews", "follow_ups",
)  # fmt: skip
FOR_ALL = (
    "panes/board", "rule_state", "panes/flag", "panes/panel", "audit/flags_unanswered",
    "audit/follow_ups_due", "audit/hours_against_prescribed", "audit/retention", "audit/reviews_due",
    "audit/screens_due_and_collected", "audit/surveys_overdue",
)  # fmt: skip
FOR_ONE = (
    "attendance_weeks", "daily_life", "days", "expected_course", "last_scores", "levels", "marks", "priority",
    "score_history", "screens", "sessions_mix", "substance_use", "supports", "triggers",
)  # fmt: skip


@pytest.fixture(scope="module")
def clinics(
    sample: Clinic, sample_db: Path, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Clinic]]:
    """The sample, and the sample with the records of every client under a second id as well."""
    twice = tmp_path_factory.mktemp("merged") / "twice.duckdb"
    shutil.copy(sample_db, twice)
    with duckdb.connect(str(twice)) as connection:
        connection.execute(
            "insert into client_aliases select 'OLD-' || client_id, client_id, null, "
            "timestamp '2020-01-01', null from clients"
        )
        for table in SENT_AGAIN:
            connection.execute(
                f"insert into {table} select * replace ('OLD-' || client_id as client_id) from {table}"
            )
    opened = Clinic(library, twice)
    yield [sample, opened]
    opened.close()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_it_counts_once(clinics: list[Clinic], day: date) -> None:
    once, twice = clinics
    with once.asking(day) as before, twice.asking(day) as after:
        for query in FOR_ALL:
            assert after.run(query).records() == before.run(query).records(), query
        for number, row in enumerate(before.run("panes/board").records()[::6]):
            named = {"client_id": row["client_id"]}
            for query in FOR_ONE[number % 2 :: 2]:  # of each client a half, of each half every other client
                told = after.run(f"client/{query}", named).records()
                assert told == before.run(f"client/{query}", named).records(), (query, named)


def test_where_the_two_differ_the_id_that_stayed_is_believed_and_use_always(
    library: Library, sample_db: Path, tmp_path: Path
) -> None:
    target = tmp_path / "differ.duckdb"
    shutil.copy(sample_db, target)
    day, client = DAYS[-1], "C0136"
    with duckdb.connect(str(target)) as connection:
        for sql in (
            "insert into client_aliases values ('OLD', $1, null, timestamp '2020-01-01', null)",
            "insert into leaves values ('OLD', 'travel', date '2026-03-01', null, "
            "timestamp '2026-03-01', null)",
            "insert into leaves values ($1, 'travel', date '2026-03-01', date '2026-03-02', "
            "timestamp '2026-03-01', null)",
            "insert into plan_reviews values ('OLD', 'treatment_plan', date '2026-03-02', null, "
            "timestamp '2020-01-01', null)",
            "insert into plan_reviews values ($1, 'treatment_plan', date '2026-03-02', date '2026-03-02', "
            "timestamp '2020-01-01', null)",
            "delete from daily_logs where client_id = $1 and logged_on >= date '2026-03-10'",
            "insert into daily_logs by name select 'OLD' as client_id, date '2026-03-12' as logged_on, "
            "true as used, timestamp '2026-03-12' as known_from where $1 <> ''",
            "insert into daily_logs by name select $1 as client_id, date '2026-03-12' as logged_on, "
            "false as used, timestamp '2026-03-12' as known_from",
        ):
            connection.execute(sql, [client] if "$1" in sql else [])
    clinic = Clinic(library, target)
    try:
        assert {row["client_id"]: row["on_leave"] for row in clinic.run("panes/board", as_of=day).records()}[
            client
        ] is None
        due = clinic.run("audit/reviews_due", as_of=day).records()
        assert date(2026, 3, 2) not in [row["due_on"] for row in due if row["client_id"] == client]
        told = clinic.run("client/substance_use", as_of=day, parameters={"client_id": client}).records()
        assert told[0]["last_use_on"] >= date(2026, 3, 12)
    finally:
        clinic.close()
