"""What lay ahead and is corrected is known from the correction, and not from the day that was wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from caseboard.library import Clinic
from tests.intake.conftest import Bench
from tests.intake.test_versions import versions

Base = Callable[[str], list[dict[str, Any]]]
FIRST, SECOND, THIRD = datetime(2026, 3, 15, 12), datetime(2026, 3, 22, 12), datetime(2026, 3, 29, 12)
EARLIER, LATER = "2026-03-20", "2026-04-10"


def planned(started_on: str) -> list[dict[str, Any]]:
    """An admission of Lee."""
    return [
        {"episode_id": "E9", "client_id": "C2", "level": "intensive_outpatient", "started_on": started_on}
    ]


def on_board(bench: Bench, day: date) -> list[str]:
    """The clients of the board on a day."""
    clinic = Clinic(bench.library, bench.engine.target)
    found = clinic.run("panes/board", as_of=day)
    clinic.close()
    return sorted(row[found.columns.index("client_id")] for row in found.rows)


def overdose(occurred_on: str, **more: Any) -> list[dict[str, Any]]:
    """An overdose that does not say when it was entered."""
    return [{"event_id": "V1", "client_id": "C1", "occurred_on": occurred_on, "kind": "overdose"} | more]


def test_an_admission_that_was_moved_up_is_on_the_board(bench: Bench) -> None:
    bench.load()
    bench.only(episodes=planned("2026-04-01"))
    bench.load(loaded_at=FIRST)
    bench.only(episodes=planned(EARLIER))
    assert bench.load(loaded_at=SECOND).tables["episodes"].changed == 1
    assert on_board(bench, date(2026, 3, 21)) == ["C1"]
    for day in (date(2026, 3, 22), date(2026, 3, 31), date(2026, 4, 1)):
        assert on_board(bench, day) == ["C1", "C2"]
    before = bench.bytes()
    assert not bench.load(loaded_at=THIRD).written
    assert bench.bytes() == before


def test_an_admission_that_was_put_off_is_not_on_the_board_before_it(bench: Bench) -> None:
    bench.load()
    bench.only(episodes=planned("2026-04-01"))
    bench.load(loaded_at=FIRST)
    bench.only(episodes=planned(LATER))
    bench.load(loaded_at=SECOND)
    assert on_board(bench, date(2026, 4, 9)) == ["C1"]
    assert on_board(bench, date(2026, 4, 10)) == ["C1", "C2"]
    assert versions(bench, "episodes", "started_on::varchar", "episode_id = 'E9'") == [
        ("2026-04-01", "2026-03-22 12:00:00", "2026-03-22 12:00:00"),
        (LATER, "2026-04-10 00:00:00", None),
    ]


def test_an_event_of_a_mistyped_year_is_known_once_it_is_mended(bench: Bench) -> None:
    bench.load()
    bench.only(events=overdose("2062-03-10"))
    bench.load(loaded_at=FIRST)
    bench.only(events=overdose("2026-03-10"))
    bench.load(loaded_at=SECOND)
    assert versions(bench, "events", "occurred_on::varchar")[1:] == [
        ("2026-03-10", "2026-03-22 12:00:00", None)
    ]


def test_a_file_of_before_is_mended_by_the_next_load(bench: Bench) -> None:
    """An older caseboard took a correction of what lay ahead to be known from the day that was wrong."""
    bench.load()
    bench.only(events=overdose("2026-03-10"), episodes=planned(EARLIER))
    bench.load(loaded_at=FIRST)
    with bench.engine.writing() as cursor:
        for table, key, moment in (
            ("events", "event_id = 'V1'", "2062-03-10"),
            ("episodes", "episode_id = 'E9'", "2026-04-01"),
        ):
            cursor.execute(f"update clinic.{table} set known_from = timestamp '{moment}' where {key}")
    report = bench.load(loaded_at=SECOND)
    assert (report.total("changed"), report.turned_away) == (2, 0)
    assert versions(bench, "events", "kind") == [("overdose", "2026-03-10 00:00:00", None)]
    assert versions(bench, "episodes", "level", "episode_id = 'E9'") == [
        ("intensive_outpatient", "2026-03-20 00:00:00", None)
    ]
    assert not bench.load(loaded_at=SECOND).written


def test_a_note_is_corrected_and_the_event_still_lies_ahead(bench: Bench) -> None:
    bench.load()
    bench.only(events=overdose("2062-03-10", note="one"))
    bench.load(loaded_at=FIRST)
    bench.only(events=overdose("2062-03-10", note="two"))
    bench.load(loaded_at=SECOND)
    assert versions(bench, "events", "note")[1:] == [("two", "2062-03-10 00:00:00", None)]


@pytest.mark.parametrize("column", ["result_at", "collected_on"])
def test_a_screen_dated_ahead_hides_neither_collection_nor_correction(bench: Bench, column: str) -> None:
    due = {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-03-09"}
    taken = due | {"collected_on": "2026-03-09", "result": "positive", "result_at": "2026-03-11 09:00"}
    wrong = taken | ({"collected_on": "2062-03-09", "result_at": ""} if column == "collected_on" else
                     {"result_at": "2062-03-11 09:00"})  # fmt: skip
    bench.write(drug_screens=[due])
    bench.load()
    bench.write(drug_screens=[wrong])
    bench.load(loaded_at=FIRST)
    bench.write(drug_screens=[taken])
    bench.load(loaded_at=SECOND)
    assert [row[-2:] for row in versions(bench, "drug_screens", "result")] == [
        ("0001-01-01 00:00:00", "2026-03-15 12:00:00"),
        ("2026-03-15 12:00:00", "2026-03-22 12:00:00"),
        ("2026-03-22 12:00:00", None),
    ]


def test_a_result_of_tomorrow_is_left_as_it_is(bench: Bench) -> None:
    """A record system may keep another zone's time."""
    due = {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-03-15"}
    bench.write(drug_screens=[due])
    bench.load()
    taken = {"collected_on": "2026-03-15", "result": "positive", "result_at": "2026-03-16 09:00"}
    bench.write(drug_screens=[due | taken])
    bench.load(loaded_at=FIRST)
    before = bench.bytes()
    assert not bench.load(loaded_at=FIRST).written
    assert bench.bytes() == before


@pytest.mark.parametrize("again", [True, False])
def test_a_session_of_a_mistyped_year_does_not_hide_who_came(bench: Bench, base: Base, again: bool) -> None:
    sessions, rows = base("sessions"), base("attendance")
    for row in rows:
        row.pop("entered_at")
    sessions[0]["starts_at"] = "2027-02-02 09:00"
    bench.write(sessions=sessions, attendance=rows)
    bench.load(loaded_at=FIRST)
    moved = [base("sessions")[0], sessions[1] | {"starts_at": "2026-02-03 09:00"}]
    bench.only(sessions=moved, **({"attendance": rows} if again else {}))
    bench.load(loaded_at=SECOND)
    moment = "2026-02-02 09:00:00" if again else "2026-03-22 12:00:00"
    assert versions(bench, "attendance", "status", "session_id = 'S1'") == [("attended", moment, None)]
    assert versions(bench, "attendance", "status", "session_id = 'S2'") == [
        ("no_show", "2026-02-04 09:00:00", None)
    ]


def test_what_was_closed_ahead_and_comes_back_is_known_again(bench: Bench) -> None:
    bench.load()
    bench.only(episodes=planned("2026-04-01"))
    bench.load(loaded_at=FIRST)
    (bench.folder / "episodes.csv").write_text("episode_id,client_id,level,started_on\n")
    period = (date(2026, 4, 1), date(2026, 4, 30))
    assert bench.load(complete=period, loaded_at=SECOND).tables["episodes"].closed == 1
    bench.only(episodes=planned(EARLIER))
    bench.load(loaded_at=THIRD)
    assert versions(bench, "episodes", "started_on::varchar", "episode_id = 'E9'") == [
        ("2026-04-01", "2026-03-22 12:00:00", "2026-03-22 12:00:00"),
        (EARLIER, "2026-03-29 12:00:00", None),
    ]
    bench.only(episodes=planned(LATER))
    bench.load(loaded_at=THIRD)
    assert on_board(bench, date(2026, 4, 9)) == ["C1"]


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_ends_in_the_night_ends_with_a_correction_of_the_evening(bench: Bench, is_gone: bool) -> None:
    """A record system that keeps another zone's time dates an entry some hours after its load."""
    bench.load()
    bench.only(events=overdose("2026-03-10"))
    bench.load(loaded_at=FIRST)
    bench.only(events=overdose("2026-03-10", note="a", entered_at="2026-03-23 01:00"))
    bench.load(loaded_at=SECOND)
    bench.only(events=[] if is_gone else overdose("2026-03-10", note="b"))
    if is_gone:
        (bench.folder / "events.csv").write_text("event_id,client_id,occurred_on,kind\n")
    evening = SECOND.replace(hour=20)
    bench.load(loaded_at=evening, complete=(date(2026, 3, 1), date(2026, 3, 31)) if is_gone else None)
    known = "select note from clinic.events where known_from < timestamp '2026-03-23' and "
    known += "coalesce(known_until >= timestamp '2026-03-23', true)"
    assert bench.rows(known) == ([] if is_gone else [("b",)])
