"""What was known when: nothing is overwritten, and the same extract changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from caseboard.errors import DatabaseError, EmptyDatabaseError, OlderDatabaseError, RequestError
from caseboard.intake import upgrade
from caseboard.store import Engine
from tests.intake.conftest import BASE, Bench, write_csv

Base = Callable[[str], list[dict[str, Any]]]
ALWAYS = "0001-01-01 00:00:00"


def versions(bench: Bench, table: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    """Columns with known_from and known_until as text, oldest first."""
    return bench.rows(
        f"select {columns}, known_from::varchar, known_until::varchar from clinic.{table} "
        f"where {where} order by known_from, known_until nulls last"
    )


EXTRACTS: dict[str, tuple[dict[str, Any], str]] = {
    "programs": ({"program_id": "P2", "name": "x", "level": "outpatient"}, ALWAYS),
    "staff": ({"staff_id": "T2", "name": "x", "role": "x"}, ALWAYS),
    "clients": ({"client_id": "C3", "name": "x", "program_id": "P1", "clinician_id": "T1"}, ALWAYS),
    "client_aliases": ({"old_id": "X", "client_id": "C1", "merged_on": "2026-02-01"}, ALWAYS),
    "episodes": (
        {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "2026-02-01"},
        "2026-02-01 00:00:00",
    ),
    "leaves": ({"client_id": "C1", "kind": "travel", "started_on": "2026-02-01"}, "2026-02-01 00:00:00"),
    "sessions": (
        {"session_id": "S3", "starts_at": "2026-02-05 10:00", "minutes": 60, "kind": "group"},
        ALWAYS,
    ),
    "attendance": ({"session_id": "S1", "client_id": "C2", "status": "late"}, "2026-02-02 09:00:00"),
    "survey_items": (
        {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "item": 1, "value": 1,
         "entered_at": "2026-02-03 08:00"}, "2026-02-03 08:00:00"),
    "survey_scores": (
        {"client_id": "C1", "measure": "phq9", "scale": "total", "given_on": "2026-02-01", "score": 1},
        "2026-02-01 00:00:00"),
    "drug_screens": (
        {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-02-01",
         "collected_on": "2026-02-01", "result": "negative"}, ALWAYS),
    "daily_logs": ({"client_id": "C1", "logged_on": "2026-02-01", "craving": 1}, "2026-02-01 00:00:00"),
    "goals": (
        {"goal_id": "G1", "client_id": "C1", "title": "x", "weight": 1, "set_on": "2026-02-01"},
        "2026-02-01 00:00:00"),
    "supports": ({"client_id": "C1", "kind": "sponsor", "started_on": "2026-02-01"}, "2026-02-01 00:00:00"),
    "plan_reviews": ({"client_id": "C1", "kind": "treatment_plan", "due_on": "2026-02-01"}, ALWAYS),
    "events": (
        {"event_id": "V1", "client_id": "C1", "occurred_on": "2026-02-01", "kind": "crisis"},
        "2026-02-01 00:00:00"),
    "follow_ups": (
        {"client_id": "C1", "episode_id": "E1", "month": 1, "contacted_on": "2026-02-01"},
        "2026-02-01 00:00:00"),
    "consents": ({"client_id": "C1", "recipient": "x", "given_on": "2026-02-01"}, "2026-02-01 00:00:00"),
    "batteries": ({"program_id": "P1", "instrument": "phq9", "every_days": 14}, ALWAYS),
}  # fmt: skip


@pytest.mark.parametrize("table", EXTRACTS)
def test_a_new_key_is_known_from(bench: Bench, table: str) -> None:
    bench.load()
    row, moment = EXTRACTS[table]
    bench.only(**{table: [row]})
    report = bench.load()
    assert (report.tables[table].new, report.turned_away) == (1, 0), report.text()
    newest = bench.rows(
        f"select known_from::varchar, known_until from clinic.{table} order by rowid desc limit 1"
    )
    assert newest == [(moment, None)]


def test_other_drug_screens_and_ratings(bench: Bench) -> None:
    bench.write(
        drug_screens=[
            {"client_id": "C1", "specimen_id": "U2", "substance": "opioid", "due_on": "",
             "collected_on": "2026-02-03", "result": "positive"}],
        follow_ups=[{"client_id": "C1", "episode_id": "E1", "month": 3}],
        goals=[EXTRACTS["goals"][0]],
        goal_ratings=[{"goal_id": "G1", "rated_on": "2026-02-09", "level": -1}],
    )  # fmt: skip
    assert bench.load().turned_away == 0
    for table, moment in (
        ("drug_screens", "2026-02-03 00:00:00"),
        ("follow_ups", ALWAYS),
        ("goal_ratings", "2026-02-09 00:00:00"),
    ):
        assert bench.rows(f"select known_from::varchar from clinic.{table}") == [(moment,)]


def test_the_same_extract_again_changes_no_byte(bench: Bench) -> None:
    for table, (row, _) in EXTRACTS.items():
        path = bench.folder / f"{table}.csv"
        if not path.exists():
            bench.write(**{table: [row]})
    bench.load()
    before = bench.bytes()
    report = bench.load(loaded_at=datetime(2026, 4, 1))
    assert (report.total("new"), report.total("changed"), report.total("closed")) == (0, 0, 0)
    assert not report.written
    assert "nothing was written" in report.text()
    assert bench.bytes() == before


def test_a_correction_begins_at_its_entered_at(bench: Bench, base: Base) -> None:
    bench.load()
    row = base("attendance")[0] | {"status": "late", "entered_at": "2026-02-09 10:00"}
    bench.only(attendance=[row])
    report = bench.load()
    assert (report.tables["attendance"].changed, report.written) == (1, True)
    assert versions(bench, "attendance", "status", "session_id = 'S1'") == [
        ("attended", "2026-02-02 15:00:00", "2026-02-09 10:00:00"),
        ("late", "2026-02-09 10:00:00", None),
    ]


def test_a_correction_without_a_later_entered_at_begins_at_the_load(bench: Bench, base: Base) -> None:
    bench.load()
    bench.only(attendance=[base("attendance")[0] | {"status": "late"}])
    bench.load(loaded_at=datetime(2026, 3, 5, 7))
    clients = base("clients")
    clients[0]["clinician_id"] = "T2"
    bench.only(clients=clients)
    assert bench.load(loaded_at=datetime(2026, 3, 6)).tables["clients"].unchanged == 1
    assert versions(bench, "attendance", "status", "session_id = 'S1'") == [
        ("attended", "2026-02-02 15:00:00", "2026-03-05 07:00:00"),
        ("late", "2026-03-05 07:00:00", None),
    ]
    assert versions(bench, "clients", "clinician_id", "client_id = 'C1'") == [
        ("T1", ALWAYS, "2026-03-06 00:00:00"),
        ("T2", "2026-03-06 00:00:00", None),
    ]


def test_a_later_entered_at_alone_is_no_change(bench: Bench, base: Base) -> None:
    bench.load()
    before = bench.bytes()
    bench.only(attendance=[row | {"entered_at": "2026-02-20 10:00"} for row in base("attendance")])
    assert bench.load().tables["attendance"].unchanged == 2
    assert bench.bytes() == before


def test_a_screen_gets_its_result_and_a_wrong_result_stays_in_the_past(bench: Bench) -> None:
    due = {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-02-02"}
    taken = due | {"collected_on": "2026-02-03", "result": "positive", "result_at": "2026-02-05 09:00"}
    bench.write(drug_screens=[due])
    bench.load()
    bench.write(drug_screens=[taken])
    bench.load()
    bench.write(drug_screens=[taken | {"result": "negative"}])
    bench.load(loaded_at=datetime(2026, 3, 9))
    assert versions(bench, "drug_screens", "result") == [
        (None, ALWAYS, "2026-02-05 09:00:00"),
        ("positive", "2026-02-05 09:00:00", "2026-03-09 00:00:00"),
        ("negative", "2026-03-09 00:00:00", None),
    ]


def test_a_screen_loaded_with_its_result_and_corrected(bench: Bench) -> None:
    taken = {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-02-02",
             "collected_on": "2026-02-02", "result": "positive"}  # fmt: skip
    bench.write(drug_screens=[taken])
    bench.load()
    bench.write(drug_screens=[taken | {"result": "negative"}])
    bench.load(loaded_at=datetime(2026, 3, 9))
    assert versions(bench, "drug_screens", "result") == [
        ("positive", ALWAYS, "2026-03-09 00:00:00"),
        ("negative", "2026-03-09 00:00:00", None),
    ]


def test_complete_closes_what_is_absent_in_its_period_only(bench: Bench, base: Base) -> None:
    logs = [{"client_id": "C1", "logged_on": f"2026-02-{day:02}", "craving": 1} for day in (1, 2, 3, 20)]
    bench.write(daily_logs=logs)
    bench.load()
    bench.only(daily_logs=[logs[0]], attendance=base("attendance")[:1])
    period = (date(2026, 2, 1), date(2026, 2, 10))
    before = bench.bytes()
    assert bench.load(complete=period, dry_run=True).total("closed") == 3
    assert bench.bytes() == before
    report = bench.load(complete=period)
    assert (report.tables["daily_logs"].closed, report.tables["attendance"].closed) == (2, 1)
    at = "2026-03-01 12:00:00"
    assert versions(bench, "daily_logs", "logged_on::varchar") == [
        ("2026-02-01", "2026-02-01 00:00:00", None),
        ("2026-02-02", "2026-02-02 00:00:00", at),
        ("2026-02-03", "2026-02-03 00:00:00", at),
        ("2026-02-20", "2026-02-20 00:00:00", None),
    ]
    assert bench.rows("select count(*) from clinic.episodes where known_until is not null") == [(0,)]
    assert not bench.load(complete=period).written


def test_a_row_turned_away_is_not_absent(bench: Bench) -> None:
    log = {"client_id": "C1", "logged_on": "2026-02-01", "craving": 1}
    bench.write(daily_logs=[log])
    bench.load()
    bench.write(daily_logs=[log | {"craving": 99}])
    report = bench.load(complete=(date(2026, 2, 1), date(2026, 2, 1)))
    counts = report.tables["daily_logs"]
    assert (counts.turned_away, counts.closed) == (1, 0)


def test_an_empty_file_is_no_complete_extract_but_a_header_is(bench: Bench) -> None:
    log = {"client_id": "C1", "logged_on": "2026-02-01", "craving": 1}
    bench.write(daily_logs=[log])
    bench.load()
    period = (date(2026, 2, 1), date(2026, 2, 1))
    (bench.folder / "daily_logs.csv").write_text("")
    assert bench.load(complete=period).total("closed") == 0
    (bench.folder / "daily_logs.csv").write_text("client_id,logged_on\n")
    assert bench.load(complete=period).total("closed") == 1


def test_a_row_that_was_closed_and_comes_back_does_not_overlap(bench: Bench) -> None:
    log = {"client_id": "C1", "logged_on": "2026-02-01", "craving": 1, "entered_at": "2026-02-01 20:00"}
    other = log | {"logged_on": "2026-02-20"}
    bench.write(daily_logs=[log, other])
    bench.load()
    february = (date(2026, 2, 1), date(2026, 2, 1))
    bench.write(daily_logs=[other])
    bench.load(complete=february)
    # what is corrected in the same load begins at its own entered_at
    other |= {"craving": 2, "entered_at": "2026-03-05 20:00"}
    bench.write(daily_logs=[log, other])
    assert bench.load(loaded_at=datetime(2026, 3, 7)).tables["daily_logs"].new == 1
    bench.write(daily_logs=[other])
    bench.load(complete=february, loaded_at=datetime(2026, 3, 10))
    bench.write(daily_logs=[log | {"entered_at": "2026-03-08 20:00"}])
    bench.load(loaded_at=datetime(2026, 3, 14))
    assert versions(bench, "daily_logs", "craving") == [
        (1.0, "2026-02-01 20:00:00", "2026-03-01 12:00:00"),
        (1.0, "2026-02-01 20:00:00", "2026-03-05 20:00:00"),
        (2.0, "2026-03-05 20:00:00", None),
        (1.0, "2026-03-07 00:00:00", "2026-03-10 00:00:00"),
        (1.0, "2026-03-14 00:00:00", None),
    ]


def test_a_dry_run_writes_nothing(bench: Bench) -> None:
    report = bench.load(dry_run=True)
    assert report.total("new") == report.total("read") > 0
    assert "dry run" in report.text()
    target = Path(bench.engine.target)
    assert not target.exists()
    programs = bench.folder / "programs.csv"
    programs.write_text("program_id,name,level\nP1,Day,none\n")
    assert bench.load(programs).turned_away == 1
    assert not target.exists(), "nor does an import of which all was turned away"
    duckdb.connect(str(target)).close()  # a first import that was killed as it began
    before = bench.bytes()
    with pytest.raises(EmptyDatabaseError):
        bench.load(dry_run=True)
    assert bench.bytes() == before
    assert "older" not in bench.load().text()


def items(score: int, entered: str = "2026-02-01 10:00") -> list[dict[str, Any]]:
    """A GAD-7 whose first item has this value."""
    return [
        {"client_id": "C1", "measure": "gad7", "given_on": "2026-02-01", "item": item,
         "value": score if item == 1 else 1, "entered_at": entered}
        for item in range(1, 8)
    ]  # fmt: skip


def test_forms_are_scored_and_scored_again(bench: Bench) -> None:
    others = [
        items(1)[0] | other
        for other in ({"given_on": "2026-01-15"}, {"client_id": "C2"}, {"measure": "pacs", "item": 2})
    ]
    bench.write(survey_items=[*items(1), *others])
    bench.load()
    where = "client_id = 'C1' and measure = 'gad7' and given_on = '2026-02-01'"
    standing = f"select * from clinic.form_scores where not ({where}) order by all"
    before = bench.rows(standing)
    assert len(before) >= len(others)
    assert versions(bench, "form_scores", "score, items_answered", where) == [
        (7.0, 7, "2026-02-01 10:00:00", None)
    ]
    bench.only(survey_items=items(3, "2026-02-08 10:00"))
    report = bench.load()
    assert bench.rows(standing) == before, "other forms keep their scores"
    assert (report.tables["survey_items"].changed, report.tables["survey_items"].unchanged) == (1, 6)
    assert versions(bench, "form_scores", "score, items_answered", where) == [
        (7.0, 7, "2026-02-01 10:00:00", "2026-02-08 10:00:00"),
        (9.0, 7, "2026-02-08 10:00:00", None),
    ]
    assert bench.rows("select measure from clinic.measure_versions order by 1") == [("gad7",), ("pacs",)]


def test_a_changed_measure_scores_every_form_of_it_again(bench: Bench, tmp_path: Path) -> None:
    from caseboard.library import Library

    bench.write(survey_items=items(1)[:6])
    bench.load()
    before = bench.bytes()
    assert not upgrade(bench.engine, bench.library).written
    assert bench.bytes() == before
    local = tmp_path / "local"
    (local / "measures").mkdir(parents=True)
    text = (bench.library.folder / "measures" / "gad7.toml").read_text()
    changed = text.replace("max_missing = 2", "max_missing = 0", 1)
    assert changed != text
    (local / "measures" / "gad7.toml").write_text(changed)
    report = upgrade(Engine(bench.engine.target), Library.load(local=local))
    assert report.written and report.text() == "Forms scored again: 1 (gad7)"
    assert bench.rows("select score from clinic.form_scores") == [(None,)]
    assert bench.load().written
    assert bench.rows("select score from clinic.form_scores") == [(7.0,)]
    assert bench.rows("select count(distinct load_id) from clinic.loads") == [(1,)], "no row came"
    bench.library = Library.load(local=local)
    (bench.folder / "survey_items.csv").unlink()
    assert bench.load().written, "though the load has no form"
    assert bench.rows("select score from clinic.form_scores") == [(None,)]
    bench.write(survey_items=items(3, "2026-02-08 10:00"))
    bench.load()
    assert versions(bench, "form_scores", "score, items_answered") == [
        (None, 6, "2026-02-01 10:00:00", "2026-02-08 10:00:00"),
        (9.0, 7, "2026-02-08 10:00:00", None),
    ]
    assert bench.rows("select measure from clinic.measure_versions") == [("gad7",)], "with one hash"


def test_an_upgrade_needs_a_database(bench: Bench) -> None:
    with pytest.raises(DatabaseError):
        upgrade(bench.engine, bench.library)


def test_loads_are_logged_with_what_clinic_toml_says(bench: Bench) -> None:
    (bench.folder / "clinic.toml").write_text('name = "X"\ninvented = true\nlast_day = 2026-02-28\n')
    bench.load()
    rows = bench.rows(
        "select table_name, file, length(sha256), rows_read, rows_new, invented, last_day::varchar, "
        "count(distinct load_id) over () from clinic.loads order by table_name limit 1"
    )
    assert rows == [("attendance", "attendance.csv", 64, 2, 2, True, "2026-02-28", 1)]


def test_real_and_invented_people_are_not_mixed_without_a_word(bench: Bench) -> None:
    said = bench.folder / "clinic.toml"
    said.write_text("invented = false\n")
    bench.load()
    said.write_text("invented = true\n")
    with pytest.raises(RequestError, match=r"holds a real clinic, and .* load it into a database of its own"):
        bench.load()
    bench.engine.close()
    Path(bench.engine.target).unlink()
    bench.load()
    corrections = bench.folder / "corrections"
    corrections.mkdir()
    write_csv(corrections / "programs.csv", [{**BASE["programs"][0], "site": "B"}])
    below = bench.load(corrections)
    assert (below.tables["programs"].changed, below.notes) == (1, []), "below it: of the same clinic"
    own = corrections.rename(bench.folder / "own")
    write_csv(own / "programs.csv", [{**BASE["programs"][0], "name": "Night"}])
    (note,) = bench.load(own).notes
    assert "does not say that it is invented: its rows stand under INVENTED SAMPLE now" in note


def test_the_log_of_a_load_says_what_its_report_says(bench: Bench, base: Base) -> None:
    bench.load()
    clients = base("clients")
    for row in clients:
        row["sex"] = "m" if row.get("sex") == "f" else "f"
    wrong = {**clients[0], "client_id": "", "name": "Nobody"}
    bench.only(clients=[*clients, {**clients[1], "client_id": "C77"}, wrong, wrong, wrong])
    report = bench.load().tables["clients"]
    counts = (report.read, report.new, report.changed, report.unchanged, report.turned_away, report.closed)
    assert counts == (6, 1, 2, 0, 3, 0)
    assert bench.rows(
        "select rows_read, rows_new, rows_changed, rows_unchanged, rows_turned_away, rows_closed "
        "from clinic.loads where table_name = 'clients' and rows_turned_away > 0"
    ) == [counts]


def test_what_a_file_does_not_speak_of_stays(bench: Bench, base: Base) -> None:
    clients = base("clients")
    clients[0] |= {"language": "es", "sex": "f"}
    bench.write(clients=clients)
    bench.load()
    for row in clients:
        row.pop("language", None)
    bench.only(clients=clients)
    assert bench.load().tables["clients"].unchanged == 2
    clients[0]["sex"] = "x"
    bench.only(clients=clients)
    assert bench.load().tables["clients"].changed == 1
    assert versions(bench, "clients", "language, sex", "client_id = 'C1'") == [
        ("es", "f", ALWAYS, "2026-03-01 12:00:00"),
        ("es", "x", "2026-03-01 12:00:00", None),
    ]


def test_each_file_of_a_table_speaks_for_its_own_rows(bench: Bench, base: Base, tmp_path: Path) -> None:
    one, other = base("clients")
    bench.write(clients=[one | {"language": "en", "sex": "f"}, other | {"language": "es", "sex": "m"}])
    bench.load()
    path = tmp_path / "map.toml"
    path.write_text('[files]\nnorth = "clients"\nsouth = "clients"\n')
    bench.only(north=[one | {"language": "fr"}], south=[other | {"sex": "m"}])
    counts = bench.load(map=path).tables["clients"]
    assert (counts.changed, counts.unchanged) == (1, 1)
    bench.only(north=[one | {"language": ""}], south=[other | {"name": "Lea", "sex": "x"}])
    assert bench.load(map=path, loaded_at=datetime(2026, 3, 2)).tables["clients"].changed == 2
    assert bench.rows(
        "select client_id, name, language, sex from clinic.clients where known_until is null order by 1"
    ) == [("C1", "Kim", None, "f"), ("C2", "Lea", "es", "x")]


def test_a_row_of_a_file_with_fewer_columns_can_be_new(bench: Bench, base: Base, tmp_path: Path) -> None:
    one, other = base("clients")
    bench.write(clients=[one])
    bench.load()
    path = tmp_path / "map.toml"
    path.write_text('[files]\nnorth = "clients"\nsouth = "clients"\n')
    bench.only(north=[one | {"language": "fr"}], south=[other])
    assert bench.load(map=path).total("new") == 1
    newest = "select client_id, language from clinic.clients where known_until is null order by 1"
    assert bench.rows(newest) == [("C1", "fr"), ("C2", None)]


def test_an_upgrade_says_what_it_did(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseboard.store import migrations

    bench.load()
    said = "The database was made by an older caseboard; it is up to date now."
    schema = list(migrations.files())
    monkeypatch.setattr(migrations, "files", lambda: schema)

    def newer(number: int) -> None:
        """Another file of the schema."""
        path = tmp_path / f"{number}.sql"
        path.write_text(f"create table more_{number} (id integer);")
        schema.append((number, path))

    newer(98)
    assert upgrade(bench.engine, bench.library).text() == said
    assert upgrade(bench.engine, bench.library).text() == "Nothing was new, so nothing was written."
    newer(99)
    before = bench.bytes()
    with pytest.raises(OlderDatabaseError):
        bench.load(dry_run=True)
    assert bench.bytes() == before
    report = bench.load()
    assert report.total("changed") == 0
    assert report.text().splitlines()[-1] == said
    assert bench.load().text().endswith("Nothing was new, so nothing was written.")


def test_items_that_are_gone_end_their_score(bench: Bench) -> None:
    bench.write(survey_items=items(1))
    bench.load()
    (bench.folder / "survey_items.csv").write_text("client_id,measure,given_on,item,value\n")
    assert bench.load(complete=(date(2026, 2, 1), date(2026, 2, 1))).total("closed") == 7
    assert versions(bench, "form_scores", "score") == [(7.0, "2026-02-01 10:00:00", "2026-03-01 12:00:00")]


FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize("line", ['S2,C1,"no_show', "S2,,no_show", "S2,C1", ",C1,no_show"])
def test_nothing_is_closed_where_a_row_cannot_be_told(bench: Bench, line: str) -> None:
    """The row may be the very one that seems to be absent."""
    bench.load()
    (bench.folder / "attendance.csv").write_text(f"session_id,client_id,status\nS1,C1,attended\n{line}\n")
    counts = bench.load(complete=FEBRUARY, dry_run=True).tables["attendance"]
    assert (counts.closed, counts.turned_away) == (0, 1)
    report = bench.load(complete=FEBRUARY)
    assert (report.tables["attendance"].closed, report.written) == (0, False)
    assert "1 of the period is absent, but a row could not be read" in report.text()
    (bench.folder / "attendance.csv").write_text("session_id,client_id,status\nS1,C1,attended\nS2,C1,party\n")
    report = bench.load(complete=FEBRUARY)
    assert (report.tables["attendance"].closed, report.turned_away) == (0, 1)
    assert report.notes == []
    (bench.folder / "attendance.csv").write_text("session_id,client_id,status\nS1,C1,attended\n")
    assert bench.load(complete=FEBRUARY).tables["attendance"].closed == 1


def test_a_file_without_a_header_beside_another_closes_nothing(
    bench: Bench, base: Base, tmp_path: Path
) -> None:
    bench.load()
    path = tmp_path / "map.toml"
    path.write_text('[files]\nnorth = "attendance"\nsouth = "attendance"\n')
    bench.only(north=base("attendance")[:1])
    (bench.folder / "south.csv").write_text("")
    assert bench.load(map=path, complete=FEBRUARY).total("closed") == 0
    (bench.folder / "south.csv").write_text("session_id,client_id,status\n")
    assert bench.load(map=path, complete=FEBRUARY).total("closed") == 1


def test_an_extract_without_a_row_says_that_all_was_closed(bench: Bench) -> None:
    bench.load()
    (bench.folder / "attendance.csv").write_text("session_id,client_id,status\n")
    for dry in (True, False):
        report = bench.load(complete=FEBRUARY, dry_run=dry)
        assert report.tables["attendance"].closed == 2
        assert report.notes == ["attendance: its extract has no row, so all of the period was closed (2)."]
    assert bench.load(complete=FEBRUARY).notes == [], "nothing is left to be closed"


def test_what_is_only_tried_again_does_not_keep_absent_rows(bench: Bench, tmp_path: Path) -> None:
    bench.load()
    path, rejects = bench.folder / "attendance.csv", tmp_path / "rejects.csv"
    path.write_text("session_id,client_id,status\nS1,C1\n")
    assert bench.load(rejects=rejects).turned_away == 1
    path.write_text("session_id,client_id,status\n,C1,attended\nS1,C1,attended\n")
    assert bench.load(retry=rejects, complete=FEBRUARY).total("closed") == 0, "the first row may be S2's"
    path.write_text("session_id,client_id,status\nS1,C1,attended\n")
    counts = bench.load(retry=rejects, complete=FEBRUARY).tables["attendance"]
    assert (counts.closed, counts.turned_away) == (1, 1)


def test_who_names_an_unknown_session_may_be_an_absent_row_of_that_client(bench: Bench) -> None:
    bench.load()
    assert bench.rows("select session_id, client_id from clinic.attendance order by all") == [
        ("S1", "C1"),
        ("S2", "C1"),
    ]
    path = bench.folder / "attendance.csv"
    path.write_text("session_id,client_id,status\nS1,C1,attended\nS-2,C1,no_show\n")
    report = bench.load(complete=FEBRUARY)
    assert (report.tables["attendance"].turned_away, report.tables["attendance"].closed) == (1, 0)
    assert report.notes == [
        "attendance: 1 of the period is absent, but a row could not be read or has no usable key, so nothing "
        "was closed; mend the extract and load it again."
    ]
    path.write_text("session_id,client_id,status\nS1,C1,attended\nS-2,C2,no_show\nS1,C9,no_show\n")
    assert bench.load(complete=FEBRUARY).tables["attendance"].closed == 1, "neither row can be S2 of C1"


def test_who_names_a_session_that_this_load_closes_is_told_about(bench: Bench, base: Base) -> None:
    """As in the next load of the same extract."""
    bench.load()
    bench.only(sessions=base("sessions")[:1], attendance=base("attendance"))
    for _ in range(2):
        report = bench.load(complete=FEBRUARY)
        assert report.turned_away == 1
        assert list(report.reasons) == [
            ("attendance", "session_id", "a session that is in no accepted file and not in the database")
        ]
    assert bench.rows("select session_id from clinic.sessions where known_until is null") == [("S1",)]
    assert bench.rows("select count(*) from clinic.attendance where known_until is null") == [(2,)]


def test_a_whole_list_of_instruments_ends_what_a_program_no_longer_uses(bench: Bench) -> None:
    """A form that was dropped must not be overdue for everybody for ever."""
    program = {"program_id": "P2", "name": "Evening", "level": "outpatient"}
    used = [{"program_id": p, "instrument": name, "every_days": 7} for p, name in
            (("P1", "phq9"), ("P1", "bam_iop"), ("P2", "bam_iop"))]  # fmt: skip
    bench.write(programs=[program | {"program_id": "P1"}, program], batteries=used)
    bench.load()
    bench.only(batteries=[used[0]])
    assert bench.load(loaded_at=datetime(2026, 3, 8)).total("closed") == 0, (
        "only where it says that it is whole"
    )
    for dry in (True, False):
        report = bench.load(complete=FEBRUARY, loaded_at=datetime(2026, 3, 8), dry_run=dry)
        assert report.total("closed") == 1
        assert report.notes == ["batteries: no longer listed, so no longer used: P1 bam_iop."]
    ends = "program_id || ' ' || instrument"
    assert versions(bench, "batteries", ends, "instrument = 'bam_iop'") == [
        ("P1 bam_iop", "0001-01-01 00:00:00", "2026-03-08 00:00:00"),
        ("P2 bam_iop", "0001-01-01 00:00:00", None),
    ]
    assert not bench.load(complete=FEBRUARY, loaded_at=datetime(2026, 3, 9)).written
    bench.write(batteries=used[:2])
    assert bench.load(loaded_at=datetime(2026, 3, 10)).tables["batteries"].new == 1


def test_an_instrument_that_was_turned_away_is_not_dropped(bench: Bench) -> None:
    row = {"program_id": "P1", "instrument": "phq9", "every_days": 7}
    bench.write(batteries=[row])
    bench.load()
    bench.only(batteries=[row | {"every_days": "often"}])
    report = bench.load(complete=FEBRUARY)
    assert (report.turned_away, report.total("closed"), report.notes) == (1, 0, [])
    (bench.folder / "batteries.csv").write_text("program_id,instrument,every_days\n")
    assert bench.load(complete=FEBRUARY).total("closed") == 0


@pytest.mark.parametrize(
    ("later", "kept", "stood"),
    [
        ({"method": "presumptive", "result": "positive"}, ("definitive", "negative"), 1),
        ({"method": "", "result": "positive"}, ("definitive", "negative"), 1),
        ({"method": "presumptive", "result": ""}, ("definitive", "negative"), 1),
        ({"method": "definitive", "result": "positive"}, ("definitive", "positive"), 0),
        ({"method": "definitive", "result": "invalid"}, ("definitive", "invalid"), 0),
        ({"method": "definitive", "result": ""}, ("definitive", None), 0),
        ({"result": "positive"}, ("definitive", "positive"), 0),  # a file that is silent about the method
    ],
)
def test_a_later_presumptive_result_leaves_the_definitive_one(
    bench: Bench, later: dict[str, str], kept: tuple[str, str | None], stood: int
) -> None:
    key = {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "collected_on": "2026-02-10"}
    other = {"specimen_id": "U2", "result": "positive"}  # of which only a presumptive result is stored
    first = key | {"method": "definitive", "result": "negative"}
    bench.write(drug_screens=[first, first | other | {"method": "presumptive"}])
    bench.load()
    bench.only(drug_screens=[key | later, key | later | other | {"result": "negative"}])
    report = bench.load(loaded_at=datetime(2026, 3, 8), complete=FEBRUARY)
    open_ = "select method, result from clinic.drug_screens where specimen_id = '{}' and known_until is null"
    assert bench.rows(open_.format("U1")) == [kept]
    assert [result for _, result in bench.rows(open_.format("U2"))] == ["negative"]
    assert bench.rows("select count(*) from clinic.drug_screens") == [(3 if stood else 4,)]
    counts = report.tables["drug_screens"]
    assert (counts.unchanged, counts.changed) == (stood, 2 - stood)
    assert [note for note in report.notes if "definitive" in note] == [
        "drug_screens: 1 row would take the place of a definitive result, which stands "
        "(drug_screens.csv, line 2)."
    ][:stood]


@pytest.mark.parametrize(("kept", "warned"), [(2, False), (1, True)])
def test_a_list_of_instruments_that_was_cut_short_is_warned_of(bench: Bench, kept: int, warned: bool) -> None:
    used = [{"program_id": "P1", "instrument": name, "every_days": 7}
            for name in ("phq9", "gad7", "bam_iop", "drug_screen")]  # fmt: skip
    for days in (14, 7):  # what it was before is listed no more
        bench.write(batteries=[one | {"every_days": days} for one in used])
        bench.load()
    bench.only(batteries=used[:kept])
    report = bench.load(complete=FEBRUARY, loaded_at=datetime(2026, 3, 8), dry_run=True)
    assert [note for note in report.notes if note.startswith("WARNING")] == [
        "WARNING: batteries: more than half of what was listed ends (P1: 3 of 4), as where a file "
        "was cut short; if it was, load the whole file."
    ][: int(warned)]
