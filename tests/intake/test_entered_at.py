"""A mistyped `entered_at` hides nothing, and a corrected one reaches the database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from caseboard.library import Clinic
from tests.intake.conftest import Bench
from tests.intake.test_versions import items, versions

NOW = datetime(2026, 11, 28, 12)
SWAPPED, RIGHT = "2026-12-03 09:00", "2026-03-12 09:00"


def overdose(entered: str, **more: Any) -> dict[str, Any]:
    """An overdose of 1 March 2026."""
    event = {"event_id": "V1", "client_id": "C1", "occurred_on": "2026-03-01", "kind": "overdose"}
    return event | {"entered_at": entered} | more


def score(value: int, entered: str) -> dict[str, Any]:
    """A PHQ-9 of 1 March 2026."""
    form = {"client_id": "C1", "measure": "phq9", "scale": "total", "given_on": "2026-03-01"}
    return form | {"score": value, "entered_at": entered}


def test_an_entered_at_after_the_load_is_the_load_and_told_about(bench: Bench) -> None:
    bench.load()
    bench.only(events=[overdose("2026-03-02 09:00", event_id="V0"), overdose(SWAPPED)])
    report = bench.load(loaded_at=NOW)
    assert (report.tables["events"].new, report.turned_away) == (2, 0)
    assert report.notes == [
        "events: 1 row has an entered_at after this load, which cannot be true (events.csv, line 3: "
        "2026-12-03 09:00:00); it counts as entered at the load. Mend it and load the file again."
    ]
    assert versions(bench, "events", "entered_at::varchar", "event_id = 'V1'") == [
        ("2026-11-28 12:00:00", "2026-11-28 12:00:00", None)
    ]
    before = bench.bytes()
    assert not bench.load(loaded_at=datetime(2026, 11, 29)).written
    assert not bench.load(loaded_at=datetime(2026, 12, 24)).written
    assert bench.bytes() == before


def test_a_day_ahead_may_be_another_time_zone(bench: Bench) -> None:
    bench.load()
    bench.only(events=[overdose("2026-11-29 12:00")])
    assert bench.load(loaded_at=NOW).notes == []
    assert versions(bench, "events", "kind") == [("overdose", "2026-11-29 12:00:00", None)]


def test_a_clinic_that_says_its_last_day_is_loaded_before_it(bench: Bench) -> None:
    (bench.folder / "clinic.toml").write_text("invented = true\nlast_day = 2027-01-31\n")
    bench.load(loaded_at=NOW)
    bench.only(events=[overdose("2027-01-30 09:00")])
    (bench.folder / "clinic.toml").write_text("invented = true\n")
    assert bench.load(loaded_at=NOW).notes == []
    assert versions(bench, "events", "kind") == [("overdose", "2027-01-30 09:00:00", None)]


def test_a_row_that_is_told_about_in_a_dry_run_and_not_where_it_is_turned_away(bench: Bench) -> None:
    bench.load()
    bench.only(events=[overdose(SWAPPED)])
    assert "after this load" in bench.load(loaded_at=NOW, dry_run=True).text()
    bench.only(events=[overdose(SWAPPED, client_id="C9")])
    assert bench.load(loaded_at=NOW).notes == []


def test_the_first_load_of_all(bench: Bench) -> None:
    bench.write(events=[overdose(SWAPPED)])
    assert len(bench.load(loaded_at=NOW).notes) == 1
    assert versions(bench, "events", "kind") == [("overdose", "2026-11-28 12:00:00", None)]


def test_a_correction_with_an_entered_at_after_the_load_begins_at_the_load(bench: Bench) -> None:
    bench.write(survey_scores=[score(4, "2026-03-02 10:00")])
    bench.load()
    bench.only(survey_scores=[score(24, SWAPPED)])
    assert bench.load(loaded_at=NOW).tables["survey_scores"].changed == 1
    assert versions(bench, "survey_scores", "score") == [
        (4.0, "2026-03-02 10:00:00", "2026-11-28 12:00:00"),
        (24.0, "2026-11-28 12:00:00", None),
    ]


def test_an_earlier_entered_at_reaches_the_database(bench: Bench) -> None:
    bench.load()
    bench.only(events=[overdose(SWAPPED)])
    bench.load(loaded_at=NOW)
    bench.only(events=[overdose(RIGHT)])
    counts = bench.load(loaded_at=datetime(2026, 11, 29)).tables["events"]
    assert (counts.new, counts.changed, counts.unchanged) == (0, 1, 0)
    now = [("2026-03-12 09:00:00", "2026-03-12 09:00:00", None)]
    assert versions(bench, "events", "entered_at::varchar") == now
    before = bench.bytes()
    assert not bench.load(loaded_at=datetime(2026, 11, 30)).written
    bench.only(events=[overdose("2026-03-20 09:00")])
    assert not bench.load(loaded_at=datetime(2026, 11, 30)).written
    assert bench.bytes() == before


def test_an_earlier_entered_at_of_a_correction_moves_the_end_of_what_it_corrects(bench: Bench) -> None:
    bench.write(survey_scores=[score(4, "2026-03-02 10:00")])
    bench.load()
    bench.only(survey_scores=[score(24, SWAPPED)])
    bench.load(loaded_at=NOW)
    bench.only(survey_scores=[score(24, RIGHT)])
    assert bench.load(loaded_at=NOW).tables["survey_scores"].changed == 1
    assert versions(bench, "survey_scores", "score") == [
        (4.0, "2026-03-02 10:00:00", "2026-03-12 09:00:00"),
        (24.0, "2026-03-12 09:00:00", None),
    ]


@pytest.mark.parametrize("entered", ["2026-03-02 10:00", "2026-03-01 10:00"])
def test_a_correction_is_not_known_before_what_it_corrects(bench: Bench, entered: str) -> None:
    """As a correction whose entered_at is not later begins at its load."""
    bench.write(survey_scores=[score(4, "2026-03-02 10:00")])
    bench.load()
    bench.only(survey_scores=[score(24, "2026-03-12 10:00")])
    bench.load(loaded_at=NOW)
    before = bench.bytes()
    bench.only(survey_scores=[score(24, entered)])
    assert bench.load(loaded_at=NOW).tables["survey_scores"].unchanged == 1
    assert bench.bytes() == before


def test_an_older_file_that_is_loaded_again_is_told_about(bench: Bench) -> None:
    """It counts, as the contract says; but it may be last month's."""
    bench.write(survey_scores=[score(4, "2026-03-02 10:00")])
    bench.load()
    bench.write(survey_scores=[score(24, "2026-03-12 10:00")])
    assert bench.load(loaded_at=NOW).notes == []
    bench.write(survey_scores=[score(4, "2026-03-02 10:00")])
    for dry in (True, False):
        report = bench.load(loaded_at=datetime(2026, 11, 29), dry_run=dry)
        assert report.tables["survey_scores"].changed == 1
        assert report.notes == [
            "survey_scores: 1 row was entered before what it takes the place of (survey_scores.csv, line 2). "
            "If this is an older extract, load the newest again."
        ]
    bench.write(survey_scores=[score(5, "2026-03-02 10:00")])
    assert bench.load(loaded_at=datetime(2026, 11, 30)).notes == []


def test_an_older_file_that_takes_back_what_was_entered_is_told_about(bench: Bench, base: Any) -> None:
    """Last week's extract after this week's: sessions are scheduled again, and screens pending."""
    screen = {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-02-02"}
    pending = screen | {"collected_on": "2026-02-02", "result": None, "result_at": None}
    resulted = pending | {"result": "positive", "result_at": "2026-02-05 10:00"}
    scheduled = [row | {"status": "scheduled", "entered_at": None} for row in base("attendance")]
    bench.write(drug_screens=[pending], attendance=scheduled)
    assert bench.load().notes == []
    bench.write(drug_screens=[resulted], attendance=base("attendance"))
    assert bench.load(loaded_at=NOW).notes == []
    bench.write(drug_screens=[pending], attendance=scheduled)
    report = bench.load(loaded_at=datetime(2026, 11, 29))
    assert report.total("changed") == 3
    told = "If this is an older extract, load the newest again."
    assert sorted(report.notes) == [
        f"attendance: 2 rows take back what was entered (the first: attendance.csv, line 2). {told}",
        f"drug_screens: 1 row takes back what was entered (drug_screens.csv, line 2). {told}",
    ]


def test_a_file_that_does_not_speak_of_when_takes_nothing_back(bench: Bench, base: Any) -> None:
    bench.load()
    rows = [{k: v for k, v in row.items() if k != "entered_at"} for row in base("attendance")]
    bench.write(attendance=[row | {"status": "late"} for row in rows])
    report = bench.load(loaded_at=NOW)
    assert (report.tables["attendance"].changed, report.notes) == (2, [])


def test_a_row_that_came_back_is_not_known_while_it_was_gone(bench: Bench) -> None:
    other = score(9, "2026-03-02 08:00") | {"client_id": "C2"}
    corrected = score(8, "2026-03-12 08:00") | {"client_id": "C2"}
    bench.write(survey_scores=[score(4, "2026-03-02 10:00"), other])
    bench.load()
    bench.write(survey_scores=[other])
    bench.load(complete=(date(2026, 3, 1), date(2026, 3, 1)), loaded_at=datetime(2026, 3, 5))
    for entered, beside in (("2026-03-20 10:00", other), ("2026-03-04 10:00", corrected)):
        bench.write(survey_scores=[score(4, entered), beside])
        assert bench.load(loaded_at=NOW).total("changed") == (beside is corrected)
    bench.write(survey_scores=[score(4, "2026-03-10 10:00"), corrected])
    assert bench.load(loaded_at=NOW).tables["survey_scores"].changed == 1
    assert versions(bench, "survey_scores", "score") == [
        (9.0, "2026-03-02 08:00:00", "2026-03-12 08:00:00"),
        (4.0, "2026-03-02 10:00:00", "2026-03-05 00:00:00"),
        (4.0, "2026-03-10 10:00:00", None),
        (8.0, "2026-03-12 08:00:00", None),
    ]


def test_a_file_of_before_is_mended_by_the_same_extract(bench: Bench) -> None:
    """An older caseboard took a stamp after the load as it was."""
    bench.write(events=[overdose(SWAPPED)], survey_scores=[score(4, "2026-03-02 10:00")])
    bench.load(loaded_at=NOW)
    bench.write(survey_scores=[score(24, SWAPPED)])
    bench.load(loaded_at=NOW)
    late = "timestamp '2026-12-03 09:00:00'"
    with bench.engine.writing() as cursor:
        for table in ("events", "survey_scores"):
            stamped = f"update clinic.{table} set known_from = {late}, entered_at = {late} where"
            cursor.execute(f"{stamped} known_from = timestamp '2026-11-28 12:00:00'")
            cursor.execute(f"update clinic.{table} set known_until = {late} where known_until is not null")
    assert versions(bench, "events", "kind") == [("overdose", "2026-12-03 09:00:00", None)]
    bench.only(events=[overdose(SWAPPED)], survey_scores=[score(24, "2026-03-02 10:00")])
    report = bench.load(loaded_at=datetime(2026, 11, 29))
    assert (report.total("changed"), len(report.notes)) == (2, 1)
    assert versions(bench, "events", "kind") == [("overdose", "2026-11-29 00:00:00", None)]
    assert versions(bench, "survey_scores", "score") == [
        (4.0, "2026-03-02 10:00:00", "2026-11-29 00:00:00"),
        (24.0, "2026-11-29 00:00:00", None),
    ]


def test_the_scores_of_a_form_follow_its_items(bench: Bench) -> None:
    bench.write(survey_items=items(1, SWAPPED))
    assert "7 rows have an entered_at after this load" in bench.load(loaded_at=NOW).text()
    assert versions(bench, "form_scores", "score") == [(7.0, "2026-11-28 12:00:00", None)]
    bench.write(survey_items=items(1, RIGHT))
    assert bench.load(loaded_at=NOW).tables["survey_items"].changed == 7
    assert versions(bench, "form_scores", "score") == [(7.0, "2026-03-12 09:00:00", None)]


def test_a_file_of_before_is_told_about_by_a_check(bench: Bench) -> None:
    """The last load decides, and not the date of the board; nobody's session is told with a year mistyped."""
    mistyped = {"session_id": "S3", "starts_at": "2062-03-10 09:00", "minutes": 180, "kind": "group"}
    bench.write(events=[overdose(SWAPPED)], sessions=[mistyped])
    bench.load(loaded_at=datetime(2026, 12, 24))
    clinic = Clinic(bench.library, bench.engine.target)

    def found() -> list[tuple[Any, ...]]:
        with clinic.asking(date(2026, 3, 15)) as asking:
            return asking.run("quality/date_far_off").rows

    session = ("sessions", "starts_at", None, date(2062, 3, 10), 1)
    assert found() == [session]
    with clinic.engine.writing() as cursor:
        cursor.execute("update clinic.loads set loaded_at = timestamp '2026-11-28 12:00:00'")
    assert found() == [("events", "entered_at", "C1", date(2026, 12, 3), 1), session]
    clinic.close()


def test_on_an_earlier_day_what_came_later_is_not_far_ahead(bench: Bench) -> None:
    bench.load(loaded_at=NOW)
    clinic = Clinic(bench.library, bench.engine.target)
    with clinic.asking(date(2024, 1, 31)) as asking:
        assert asking.run("quality/date_far_off").rows == []
    clinic.close()


def test_the_last_day_that_can_be_written_is_no_mistake(bench: Bench) -> None:
    (bench.folder / "clinic.toml").write_text("invented = true\nlast_day = 9999-12-31\n")
    assert bench.load().turned_away == 0
    assert bench.load().total("unchanged") == bench.load().total("read") > 0
