"""What a clinic's file says of itself."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from caseboard.errors import RequestError
from caseboard.library import Clinic, Library
from caseboard.store import Engine

# fmt: off
WRITTEN = {
    "attendance (session_id, client_id, entered_at, known_from)": "'s', 'c'",
    "survey_items (client_id, measure, given_on, item, entered_at, known_from)":
        "'c', 'bam', '2026-03-01', 1",
    "survey_scores (client_id, measure, scale, given_on, entered_at, known_from)":
        "'c', 'k10', 'total', '2026-03-01'",
    "daily_logs (client_id, logged_on, entered_at, known_from)": "'c', '2026-03-01'",
    "goal_ratings (goal_id, rated_on, entered_at, known_from)": "'g', '2026-03-01'",
    "events (event_id, client_id, entered_at, known_from)": "'e', 'c'",
    "drug_screens (client_id, specimen_id, substance, result_at, known_from)": "'c', 'u', 'opioid'",
}
# fmt: on


def test_entered_up_to_is_the_last_entry_of_any_table_as_of_the_day(tmp_path: Path) -> None:
    path = tmp_path / "clinic.duckdb"
    with Engine(path).writing(create=True):
        pass
    clinic = Clinic(Library.load(), path)
    assert clinic.info(date(2026, 3, 15)).entered_up_to is None
    for at, (table, row) in enumerate(WRITTEN.items(), start=1):
        with Engine(path).writing() as cursor:
            for moment in (f"2026-03-{at:02} 09:00", "2026-03-16 00:00"):
                cursor.execute(f"insert into clinic.{table} values ({row}, '{moment}', '2026-03-01')")
        assert clinic.info(date(2026, 3, 15)).entered_up_to == datetime(2026, 3, at, 9), table
    assert clinic.info(date(2026, 3, 16)).entered_up_to == datetime(2026, 3, 16)


LOAD = "'l', '2026-03-16', 'x', 'clients', 0, 0, 0, 0, 0, 0"
LOADS = """clinic.loads (load_id, loaded_at, source, table_name, rows_read, rows_new, rows_changed,
    rows_unchanged, rows_turned_away, rows_closed, invented, last_day)"""


def test_the_usual_day_is_today_and_an_invented_clinics_last(library: Library, tmp_path: Path) -> None:
    path, last = tmp_path / "clinic.duckdb", date(2026, 3, 15)
    with Engine(path).writing(create=True):
        pass
    clinic = Clinic(library, path, opened_by=" --db x")
    for invented, usual in ((False, date.today()), (True, last)):
        with Engine(path).writing() as cursor:
            cursor.execute(f"insert into {LOADS} values ({LOAD}, {invented}, '{last}')")
        info = clinic.info()
        assert (info.invented, info.last_day, info.default_as_of) == (invented, last, usual)
        with clinic.asking() as asking:
            assert asking.as_of == usual
    assert (info.target, info.opened_by) == (str(path), " --db x")


def test_a_client_who_was_merged_is_not_one_whom_nobody_has(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "clinic.duckdb"
    with Engine(path).writing(create=True) as cursor:
        cursor.execute("insert into clinic.clients (client_id, known_from) values ('OLD', '2026-01-01')")
        alias = "'OLD', 'X', '2026-03-01', '2026-03-01', null"
        cursor.execute(f"insert into clinic.client_aliases values ({alias})")
    clinic = Clinic(library, path)
    clinic.refuse_unknown({"client_id": "OLD"}, date(2026, 2, 28))
    with pytest.raises(RequestError, match="OLD was merged into X; ask for that one"):
        clinic.refuse_unknown({"of_client": "OLD"}, date(2026, 3, 1))
