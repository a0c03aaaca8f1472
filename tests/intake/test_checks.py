"""What is turned away, and what the rejects file says of it."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseboard.errors import RequestError
from caseboard.intake.delta import LATER
from caseboard.intake.rejects import COLUMNS
from tests.intake.conftest import Bench, read_rejects, write_csv

Base = Callable[[str], list[dict[str, Any]]]


TURNED_AWAY: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("attendance", {"session_id": "", "client_id": "C1", "status": "late"}, "session_id", "", "empty"),
    ("attendance",
     {"session_id": "S1", "client_id": "C2", "status": "here"}, "status", "here", "an unknown word"),
    ("attendance", {"session_id": "S1", "client_id": "C2", "status": "late", "minutes_attended": 1441},
     "minutes_attended", "1441", "out of range: 0 to 1440"),
    ("attendance", {"session_id": "S1", "client_id": "C2", "status": "late", "minutes_attended": -1},
     "minutes_attended", "-1", "out of range: 0 to 1440"),
    ("attendance", {"session_id": "S1", "client_id": "C2", "status": "late", "minutes_attended": "1.5"},
     "minutes_attended", "1.5", "not a whole number"),
    ("attendance", {"session_id": "S9", "client_id": "C1", "status": "here"}, "status", "here",
     "an unknown word"),
    ("attendance", {"session_id": "S9", "client_id": "C2", "status": "late"}, "session_id", "S9",
     "a session that is in no accepted file"),
    ("attendance", {"session_id": "S1", "client_id": "C9", "status": "late"}, "client_id", "C9",
     "a client that is in no accepted file"),
    ("attendance", {"session_id": "S1", "client_id": "C2", "status": "late",
                    "entered_at": "2026-02-02T10:00:00Z"},
     "entered_at", "2026-02-02T10:00:00Z", "a time with a zone"),
    ("episodes",
     {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "2026-02-30"},
     "started_on", "2026-02-30", "an impossible date"),
    ("episodes",
     {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "0026-02-03"},
     "started_on", "0026-02-03", "an impossible date"),
    ("episodes",
     {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "2200-01-01"},
     "started_on", "2200-01-01", "an impossible date"),
    ("episodes", {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "3/4/2026"},
     "started_on", "3/4/2026", "the order of the date is not known"),
    ("episodes", {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "2026/03/04"},
     "started_on", "2026/03/04", "the order of the date is not known"),
    ("episodes",
     {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "13/04/2026"},
     "started_on", "13/04/2026", "the order of the date is not known"),
    ("episodes", {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "soon"},
     "started_on", "soon", "not a date as YYYY-MM-DD"),
    ("episodes",
     {"episode_id": "E2", "client_id": "C2", "level": "outpatient", "started_on": "2026-02-03",
                  "ended_on": "2026-02-02"}, "ended_on", "2026-02-02", "earlier than started_on"),
    ("clients",
     {"client_id": "C3", "name": "", "program_id": "P1", "clinician_id": "T1"}, "name", "", "empty"),
    ("clients", {"client_id": "C3", "name": "Al", "program_id": "P1", "clinician_id": "T1",
                 "on_medication": "maybe"}, "on_medication", "maybe", "not true, false, yes, no, 1 or 0"),
    ("goal_ratings", {"goal_id": "G9", "rated_on": "2026-02-01", "level": 1}, "goal_id", "G9",
     "a goal that is in no accepted file"),
    ("drug_screens", {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "",
                      "collected_on": ""}, "", "", "neither due_on nor collected_on"),
    ("survey_items",
     {"client_id": "C1", "measure": "phq99", "given_on": "2026-02-01", "item": 1, "value": 1},
     "measure", "phq99", "an unknown measure"),
    ("survey_items",
     {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "item": 10, "value": 1},
     "item", "10", "not an item of this measure"),
    ("survey_items",
     {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "item": 1, "value": 4},
     "value", "4", "outside the range of its item"),
    ("survey_scores", {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "scale": "use",
                       "score": 4}, "scale", "use", "neither total nor a scale of this measure"),
    ("survey_scores", {"client_id": "C1", "measure": "phq99", "given_on": "2026-02-01", "scale": "total",
                       "score": 4}, "measure", "phq99", "an unknown measure"),
    ("survey_scores", {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "scale": "total",
                       "score": 28}, "score", "28", "outside the range of its scale"),
    ("survey_scores", {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "scale": "total",
                       "score": "nan"}, "score", "nan", "not a number"),
    ("survey_scores", {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "scale": "total",
                       "score": "1_0"}, "score", "1_0", "not a number"),
    ("survey_scores", {"client_id": "C1", "measure": "phq9", "given_on": "2026-02-01", "scale": "total",
                       "score": "2,5"}, "score", "2,5", "a number with a comma, for decimals or thou"),
    ("batteries", {"program_id": "P1", "instrument": "phq99", "every_days": 7}, "instrument", "phq99",
     "neither a measure"),
]  # fmt: skip


def test_turned_away(bench: Bench, base: Base) -> None:
    tables = {table: base(table) for table in ("attendance", "episodes", "clients")}
    wanted = []
    for table, row, column, value, reason in TURNED_AWAY:
        rows = tables.setdefault(table, [])
        rows.append(row)
        wanted.append((table, f"{table}.csv", str(len(rows) + 1), column, value, reason))
    bench.write(**tables)
    found = {(r["table"], r["line"]): r for r in bench.rejects()}
    assert len(found) == len(wanted)
    for (table, file, line, column, value, reason), (_, row, *_) in zip(wanted, TURNED_AWAY, strict=True):
        reject = found[table, line]
        assert (reject["file"], reject["column"], reject["value"]) == (file, column, value), reason
        assert reject["reason"].startswith(reason)
        raw = {name: text or "" for name, text in json.loads(reject["row"]).items()}
        assert {name: str(text) for name, text in row.items()}.items() <= raw.items()


def test_booleans(bench: Bench, base: Base) -> None:
    wanted = {"true": True, "No": False, "1": True, "0": False, "": None, " YES ": True}
    one = base("clients")[0] | {"name": " Kim "}
    bench.write(
        clients=[one | {"client_id": f"C{n}", "on_medication": text} for n, text in enumerate(wanted)]
    )
    bench.load()
    found = bench.rows("select on_medication, name from clinic.clients order by client_id")
    assert found == [(stored, " Kim ") for stored in wanted.values()]


def test_numbers_times_and_words_in_the_forms_that_programs_write(bench: Bench, base: Base) -> None:
    sessions = base("sessions")
    sessions[0] |= {"starts_at": "2026-02-02T09:00:30", "minutes": "180.0", "kind": " Group "}
    sessions[1] |= {"starts_at": "2026-02-04", "minutes": " 45 "}
    sessions.append(sessions[1] | {"session_id": "S3", "starts_at": "2026-02-05 09:00:00.000"})  # SQL Server
    episodes = base("episodes")
    episodes[0] |= {"started_on": "2026-01-05 00:00:00", "hours_per_week": "9.5", "client_id": " C1\u00a0"}
    episodes[0]["ended_on"] = "2026-01-05"  # a stay of one day
    consents = [{"client_id": "C1", "recipient": " Court\u00a0", "given_on": "2026-01-05"}]
    bench.write(sessions=sessions, episodes=episodes, consents=consents)
    assert bench.load().turned_away == 0
    assert bench.rows("select recipient from clinic.consents") == [("Court",)]
    assert bench.rows("select starts_at::varchar, minutes, kind from clinic.sessions order by 1") == [
        ("2026-02-02 09:00:30", 180, "group"),
        ("2026-02-04 00:00:00", 45, "group"),
        ("2026-02-05 09:00:00", 45, "group"),
    ]
    assert bench.rows("select started_on::varchar, hours_per_week from clinic.episodes") == [
        ("2026-01-05", 9.5)
    ]


def test_what_stands_behind_a_time_is_not_passed_over(bench: Bench, base: Base) -> None:
    wanted = {
        " 01:30 PM": "a time with AM or PM",
        " 1:30pm": "a time with AM or PM",
        " 01:30 p.m.": "a time with AM or PM",
        " 13:30 UTC": "a time with a zone",
        " 13:30 EST": "a time with a zone",
        " 13:30 America/New_York": "a time with a zone",
        " 13:30 (BC)": "an impossible date or time",
    }
    one, other = base("sessions")
    bad = [other | {"session_id": behind, "starts_at": f"2026-02-04{behind}"} for behind in wanted]
    bench.write(sessions=[one, *bad], attendance=base("attendance")[:1])
    rejects = bench.rejects()
    assert {r["column"] for r in rejects} == {"starts_at"}
    reasons = zip([r["reason"] for r in rejects], wanted.values(), strict=True)
    assert all(found.startswith(reason) for found, reason in reasons)


def test_free_text_is_kept_as_it_is(bench: Bench, base: Base) -> None:
    name = " [/], [@click=app.bell]x[/] \x1b[31m\u202e" + "y" * 10_000
    clients = base("clients")
    clients[0]["name"] = name
    bench.write(clients=clients)
    bench.load()
    assert bench.rows("select name from clinic.clients where client_id = 'C1'") == [(name,)]


def test_a_row_that_names_a_row_turned_away_goes_too(bench: Bench, base: Base) -> None:
    sessions = base("sessions")
    sessions[0]["kind"] = "party"
    bench.write(sessions=sessions)
    rows = bench.rejects()
    assert [(r["table"], r["reason"][:24]) for r in rows] == [
        ("sessions", "an unknown word; known a"),
        ("attendance", "a session that was itsel"),
    ]


def test_somebody_in_the_database_or_under_an_old_number_is_known(bench: Bench, base: Base) -> None:
    bench.load()
    bench.only(
        client_aliases=[{"old_id": "X7", "client_id": "C1"}],
        events=[
            {"event_id": "V1", "client_id": "X7", "occurred_on": "2026-02-01", "kind": "crisis"},
            {"event_id": "V2", "client_id": "C2", "occurred_on": "2026-02-01", "kind": "crisis"},
        ],
    )
    assert bench.load().turned_away == 0
    assert bench.rows("select client_id from clinic.events order by event_id") == [("X7",), ("C2",)]


def test_an_id_that_was_merged_twice_is_known_at_once(bench: Bench) -> None:
    """The id between has no row of its own any more."""
    merges = [("X7", "X8"), ("X8", "C1"), ("Y1", "Y2"), ("Y2", "Y1")]
    happened = {"occurred_on": "2026-02-01", "kind": "crisis"}
    bench.write(
        client_aliases=[{"old_id": old, "client_id": new} for old, new in merges],
        events=[{"event_id": f"V{n}", "client_id": old} | happened for n, (old, _) in enumerate(merges)],
    )
    rejects = bench.rejects()
    assert sorted((r["table"], r["value"]) for r in rejects) == [
        ("client_aliases", "Y1"), ("client_aliases", "Y2"), ("events", "Y1"), ("events", "Y2"),
    ]  # fmt: skip
    assert bench.rows("select client_id from clinic.events order by 1") == [("X7",), ("X8",)]


def test_the_same_key_in_two_files_names_the_other_file(bench: Bench, base: Base, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[files]\nnorth = "attendance"\nsouth = "attendance"\n')
    bench.load()
    row = base("attendance")[0]
    bench.only(north=[row], south=[row | {"status": "late"}, base("attendance")[1]])
    [reject] = bench.rejects(map=path)
    assert (reject["file"], reject["line"]) == ("north.csv", "2")
    assert reject["reason"] == "the same key stands again, with other values, on line 2 of south.csv"


def test_the_same_key_twice(bench: Bench, base: Base) -> None:
    rows = base("attendance")
    bench.write(attendance=[*rows, {**rows[0], "status": "late"}, rows[1]])
    path = bench.folder.parent / "rejects.csv"
    report = bench.load(rejects=path)
    counts = report.tables["attendance"]
    assert (counts.read, counts.new, counts.unchanged, counts.turned_away) == (4, 2, 1, 1)
    [reject] = read_rejects(path)
    assert reject["line"] == "2"
    assert reject["reason"] == "the same key stands again, with other values, on line 4"
    assert bench.rows("select status from clinic.attendance order by session_id") == [("late",), ("no_show",)]
    before = bench.bytes()
    assert bench.load().tables["attendance"].turned_away == 1
    assert bench.bytes() == before
    event = {"event_id": "V1", "client_id": "C1", "occurred_on": "2026-02-01", "kind": "crisis"}
    nobody = event | {"client_id": "C9"}
    bench.only(events=[nobody, event, *[nobody | {"event_id": "V2"}] * 2])
    counts = bench.load(rejects=path).tables["events"]
    assert (counts.read, counts.new, counts.unchanged, counts.turned_away) == (4, 1, 1, 2)
    assert [(r["line"], r["column"]) for r in read_rejects(path)] == [("2", ""), ("5", "client_id")], (
        "an earlier row is told about as such and once, whomever it names"
    )


@pytest.mark.parametrize("first", ["presumptive", "definitive"])
@pytest.mark.parametrize(("confirmed", "counts"), [("negative", "definitive"), ("pending", "presumptive")])
def test_the_definitive_test_of_a_specimen_counts_wherever_it_stands(
    bench: Bench, first: str, confirmed: str, counts: str
) -> None:
    told = {"presumptive": "positive", "definitive": confirmed if confirmed != "pending" else ""}
    rows = [
        {"client_id": "C1", "specimen_id": "U1", "substance": "opioid", "due_on": "2026-03-10",
         "collected_on": "2026-03-10", "method": method, "result": result, "result_at": "2026-03-11T09:00:00"}
        for method, result in sorted(told.items(), key=lambda each: each[0] != first)
    ]  # fmt: skip
    bench.write(drug_screens=rows)
    [reject] = bench.rejects()
    other = 2 if counts == first else 3
    assert reject["line"] == str(5 - other)
    assert reject["reason"] == f"the same key stands again, with other values, on line {other}"
    assert bench.rows("select method from clinic.drug_screens") == [(counts,)]


@pytest.mark.parametrize("written", [" C1", "C1 ", "C1\u00a0", "\tC1"])
def test_a_key_with_blanks_around_it_is_the_same_key(bench: Bench, base: Base, written: str) -> None:
    rows = base("attendance")
    bench.write(attendance=[rows[0], rows[0] | {"client_id": written, "status": "late"}, rows[1]])
    [reject] = bench.rejects()
    assert reject["reason"] == "the same key stands again, with other values, on line 3"
    assert bench.rows("select session_id, client_id, status from clinic.attendance order by 1") == [
        ("S1", "C1", "late"),
        ("S2", "C1", "no_show"),
    ]


def test_programs_and_staff_that_nobody_knows_are_told_about_and_kept(bench: Bench, base: Base) -> None:
    clients = base("clients")
    clients[0]["clinician_id"] = "T9"
    bench.write(clients=clients)
    report = bench.load()
    assert report.turned_away == 0
    nobody = "a clinician_id that is in no accepted file and not in the database"
    assert report.notes == [f"clients: 1 row names {nobody}; it was kept"]
    assert bench.load().notes == [], "what has not changed was told about before"
    clients[0]["program_id"] = "P9"
    clients[1]["clinician_id"] = "T9"
    bench.write(clients=clients)
    assert f"clients: 2 rows name {nobody}; they were kept" in bench.load().notes


def test_an_id_that_lost_its_zeros_or_its_capitals_is_told_about(bench: Bench, base: Base) -> None:
    """A spreadsheet makes 7 of 007; none of the ids is shown, for one may be a name."""
    rows = base("attendance")
    clients = [*base("clients"), base("clients")[0] | {"client_id": "007"}]
    lost = [rows[0] | {"client_id": written} for written in ("7", "0007", "c1", "C9", "70")]
    bench.write(clients=clients, attendance=[*rows, *lost])
    report = bench.load()
    assert report.turned_away == 5
    known = "a client_id that is known with other zeros in front, or other capitals"
    assert report.notes == [
        f"attendance: 3 rows name {known}; they were turned away: write it as it is known"
    ]
    bench.write(attendance=[*rows, lost[0]])
    assert bench.load().notes == [
        f"attendance: 1 row names {known}; it was turned away: write it as it is known"
    ]
    bench.write(attendance=[*rows, lost[3]])
    assert bench.load().notes == []


def test_unknown_columns_and_files(bench: Bench, base: Base) -> None:
    clients = base("clients")
    clients[0]["Shoe Size"] = "44"
    bench.write(clients=clients)
    (bench.folder / "shoes.csv").write_text("a\n1\n")
    (bench.folder / "corrections").mkdir()
    for name in ("README.md", "truth.csv", "clinic.toml", ".hidden.csv"):
        (bench.folder / name).write_text("")
    report = bench.load()
    assert report.unknown_columns == {"clients.csv": ["Shoe Size"]}
    assert report.unknown_files == ["shoes.csv"]
    assert "Shoe Size" in report.text() and "shoes.csv" in report.text()


def test_column_order_and_case_are_free(bench: Bench) -> None:
    path = bench.folder / "clients.csv"
    path.write_text("Clinician_ID;NAME;program_id;CLIENT_ID\r\nT1;Kim;P1;C1\r\nT1;Lee;P1;C2\r\n", newline="")
    assert bench.load().turned_away == 0
    assert bench.rows("select name from clinic.clients order by client_id") == [("Kim",), ("Lee",)]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("clients.csv", "client_id,name\n", "lacks the columns program_id, clinician_id"),
        ("clients.csv", "C1,Ann Lee\n", "clinician_id, which clients needs; its first line names"),
        ("attendance.csv", "session_id,status\n", "lacks the column client_id"),
        ("programs.csv", "sep=;\nprogram_id;name;level\n", "level, which .* no column .*is it a header"),
        ("clients.csv", "client_id,name,name,program_id,clinician_id\n", "two columns for 'name'"),
        ("clients.xlsx", "x", "clients.xlsx cannot be read as an Excel workbook .*; open it in Excel"),
        ("clients.ods", "x", "is a workbook of a kind that import does not read; save it as .xlsx"),
        ("clients.parquet", "x", "cannot be read as Parquet"),
        ("clinic.toml", "x", "not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(bench: Bench, name: str, text: str, message: str) -> None:
    (bench.folder / name).write_text(text)
    with pytest.raises(RequestError, match=message) as caught:
        bench.load()
    assert "\n" not in str(caught.value)
    assert not Path(bench.engine.target).exists()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere", "There is no file or folder"),
        ("empty", "No extract was found in"),
        ("other.csv", "is not named after a table of the contract"),
        ("other.pdf", "is no CSV, TSV, Parquet or NDJSON file"),
        ("other.xlsx", "cannot be read as an Excel workbook"),
        ("other.xls", "is a workbook of a kind that import does not read; save it as .xlsx"),
    ],
)
def test_a_source_without_extracts_is_one_sentence(
    bench: Bench, tmp_path: Path, source: str, message: str
) -> None:
    if source == "empty":
        (tmp_path / source).mkdir()
    elif source != "nowhere":
        (tmp_path / source).write_text("a\n1\n")
    with pytest.raises(RequestError, match=message):
        bench.load(tmp_path / source)


def test_empty_and_header_only_files_are_no_rows(bench: Bench) -> None:
    (bench.folder / "events.csv").write_text("")
    (bench.folder / "goals.csv").write_text("goal_id,client_id,title,weight,set_on\n")
    report = bench.load()
    assert report.tables["events"].read == report.tables["goals"].read == 0
    assert any("events.csv is empty" in note for note in report.notes)


def test_single_files_and_parquet_and_ndjson(bench: Bench, tmp_path: Path) -> None:
    from caseboard.store import csv_to_parquet

    bench.load()
    columns = {
        "session_id": "varchar",
        "client_id": "varchar",
        "status": "varchar",
        "entered_at": "timestamp",
    }
    path = tmp_path / "attendance.parquet"
    csv_to_parquet(bench.folder / "attendance.csv", path, columns)
    counts = bench.load([path]).tables["attendance"]
    assert (counts.unchanged, counts.sha256) == (2, hashlib.sha256(path.read_bytes()).hexdigest())
    entry = {"client_id": "C1", "logged_on": "2026-02-03", "used": True, "craving": 3.5, "mood": None}
    path = tmp_path / "daily_logs.ndjson"
    path.write_text("\n\n".join([json.dumps(entry), "{", "7", "[" * 100_000]))
    report = bench.load([path])
    assert (report.tables["daily_logs"].new, report.turned_away) == (1, 3)
    assert bench.rows("select used, craving, mood from clinic.daily_logs") == [(True, 3.5, None)]


def test_a_list_of_words_is_one_with_semicolons(bench: Bench, tmp_path: Path) -> None:
    bench.load()
    lines = [
        {"client_id": "C1", "logged_on": "2026-02-03", "triggers": ["home", "family"]},
        {"client_id": "C1", "logged_on": "2026-02-04", "triggers": []},
        {"client_id": "C1", "logged_on": "2026-02-05", "triggers": ["home", 1]},
    ]
    path = tmp_path / "daily_logs.ndjson"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    bench.load([path])
    found = "select triggers from clinic.daily_logs order by logged_on"
    assert bench.rows(found) == [("home;family",), (None,), ('["home", 1]',)]
    path = tmp_path / "daily_logs.parquet"
    csv_path = tmp_path / "daily_logs.csv"
    csv_path.write_text('client_id,logged_on,triggers\nC1,2026-02-03,"[home, family]"\nC1,2026-02-04,[]\n')
    from caseboard.store import csv_to_parquet

    csv_to_parquet(csv_path, path, {"client_id": "varchar", "logged_on": "date", "triggers": "varchar[]"})
    assert bench.load([path]).tables["daily_logs"].unchanged == 2


def test_rejects_can_be_tried_again(
    bench: Bench, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseboard.intake.rejects.BATCH", 2)
    sessions = base("sessions")
    rows = base("attendance")
    bench.write(sessions=sessions[:1], attendance=[*rows, {**rows[0], "status": "late"}])
    (bench.folder / "events.csv").write_text("event_id,client_id,occurred_on,kind\nV1,C1\n")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert bench.load(rejects=first).turned_away == 3
    bench.only(sessions=sessions)
    first.write_text(first.read_text("utf-8"), "utf-8-sig")  # a spreadsheet saved it
    report = bench.load(retry=first, rejects=second)
    first.write_text(first.read_text("utf-8-sig"), "utf-8")
    assert report.tables["attendance"].new == 1
    [note] = [note for note in report.notes if "first.csv" in note]
    assert "lines that could not be read (1)" in note and "mend them in the extract" in note
    left = read_rejects(second)
    assert sorted((r["table"], r["file"], r["line"]) for r in left) == [
        ("attendance", "attendance.csv", "2"),
        ("events", "events.csv", "2"),
    ]
    assert left == [r for r in read_rejects(first) if r["column"] != "session_id"]
    assert bench.rows("select status from clinic.attendance order by session_id") == [("late",), ("no_show",)]
    assert bench.load([], retry=second, rejects=second).turned_away == 2
    assert read_rejects(second) == left


def test_a_value_that_is_mended_beside_its_row_is_told_that_it_is_not_read(
    bench: Bench, tmp_path: Path
) -> None:
    """The row was turned away again with the old value, and nothing said why."""
    path = tmp_path / "rejects.csv"
    row = {"client_id": "C1", "substance": "opioid", "collected_on": "=soon", "result": "positive"}
    bench.write(drug_screens=[row | {"specimen_id": name} for name in ("X1", "X2", "X3")])
    assert bench.load(rejects=path).turned_away == 3
    told = "column 'value' than in 'row': only 'row' is read, so mend it there"
    again = bench.load([], retry=path)
    assert again.turned_away == 3
    assert told not in again.text()
    rows = read_rejects(path)
    rows[0]["value"] = "2026-02-03"
    rows[1]["value"] = "2026-02-03"
    rows[1]["row"] = rows[1]["row"].replace("=soon", "2026-02-03")
    write_csv(path, rows)
    again = bench.load([], retry=path)
    assert again.turned_away == 2
    assert f"turned away again, 1 has another value in the rejects file's {told}" in again.text()


def test_what_is_tried_again_does_not_win_over_this_weeks_extract(
    bench: Bench, base: Base, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    row = {"session_id": "S1", "client_id": "C3", "status": "scheduled"}
    bench.write(attendance=[row])
    assert bench.load(rejects=first).turned_away == 1
    clients = [*base("clients"), base("clients")[0] | {"client_id": "C3"}]
    bench.only(clients=clients, attendance=[row | {"status": "attended"}])
    bench.load(retry=first, rejects=second)
    assert bench.rows("select status from clinic.attendance") == [("attended",)]
    [reject] = read_rejects(second)
    assert '"scheduled"' in reject["row"]


def test_a_mended_row_does_not_win_over_the_later_one_of_its_extract(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "first.csv"
    row = {"client_id": "C1", "substance": "opioid", "collected_on": "2026-02-03", "result": "positive"}
    bad = [
        row | {"specimen_id": "X1", "collected_on": "soon"},
        row | {"specimen_id": "X2", "result": "pos", "method": "definitive"},
        row | {"specimen_id": "X3", "collected_on": "=soon"},
        *[row | {"specimen_id": "X4", "collected_on": "soon"}] * 2,
        row | {"specimen_id": "X5", "collected_on": "soon"},
        row | {"specimen_id": "X6", "collected_on": "soon", "method": "definitive"},
    ]
    good = [
        row | {"specimen_id": name, "result": "negative"} for name in ("X1", "X2", "X5", "X5", "X6", "X7")
    ]
    good[2]["result"] = "positive"
    bench.write(drug_screens=[*bad, *good, row | {"specimen_id": "X7", "collected_on": "soon"}])
    reasons = bench.load(rejects=path).reasons
    rows = read_rejects(path)
    assert "'=soon" in [r["value"] for r in rows]  # somebody opens the file in a spreadsheet
    assert '"=soon"' in "".join(r["row"] for r in rows)
    # what X2 weighs is not known before it is mended; none of X4 counts; X6 weighs more; X7 is the later
    reason = "not a date as YYYY-MM-DD"
    assert reasons["drug_screens", "collected_on", reason] == 7
    assert [(r["line"], r["reason"]) for r in rows if LATER in r["reason"]] == [
        ("2", f"{reason}; {LATER} 9"), ("7", f"{reason}; {LATER} 12"), ("11", f"{LATER} 12"),
    ]  # fmt: skip
    write_csv(path, [r | {"row": json.dumps(json.loads(r["row"]) | row)} for r in rows])
    assert bench.load([], retry=path).turned_away == 3
    found = "select specimen_id, result from clinic.drug_screens where known_until is null order by 1"
    stands = {"X1": "negative", "X5": "negative"}
    assert bench.rows(found) == [(f"X{n}", stands.get(f"X{n}", "positive")) for n in range(1, 8)]


def test_a_column_that_was_added_to_one_row_is_not_emptied_in_the_others(
    bench: Bench, base: Base, tmp_path: Path
) -> None:
    one, other = base("clients")
    bench.write(clients=[one | {"language": "es"}, other])
    bench.load()
    bench.only(clients=[one | {"name": ""}, other | {"name": ""}])
    path = tmp_path / "rejects.csv"
    bench.load(rejects=path)
    rows = read_rejects(path)
    rows[0]["row"] = json.dumps(one | {"name": "Kit", "on_medication": False})
    rows[1]["row"] = json.dumps(other | {"language": "fr"})
    write_csv(path, rows)
    assert bench.load([], retry=path).tables["clients"].changed == 2
    assert bench.rows(
        "select name, language, on_medication from clinic.clients where known_until is null order by 1"
    ) == [("Kit", "es", False), ("Lee", "fr", None)]


def test_no_rejects_file_unless_asked_and_the_report_says_how(bench: Bench, base: Base) -> None:
    bench.write(attendance=[*base("attendance"), {"session_id": "S9", "client_id": "C1", "status": "late"}])
    report = bench.load()
    assert "--rejects FILE" in report.text()
    assert sorted(p.name for p in bench.folder.parent.iterdir()) == ["clinic.duckdb", "extracts"]


@pytest.mark.parametrize(
    ("columns", "row", "words"),
    [
        (COLUMNS, "{", "the row of e.csv, line 2 is not JSON; mend it"),
        (COLUMNS, "[" * 100_000, "the row of e.csv, line 2 is not JSON; mend it"),
        (COLUMNS[:-1], "{}", "is no rejects file: its columns should be table, file, line"),
        (COLUMNS, "\udcff", "is no longer the UTF-8 CSV file that the import wrote"),
    ],
)
def test_a_rejects_file_that_was_spoilt_is_refused(
    bench: Bench, tmp_path: Path, columns: tuple[str, ...], row: str, words: str
) -> None:
    path = tmp_path / "rejects.csv"
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        csv.writer(file).writerows([columns, ("events", "e.csv", "2", "", "", "x", row)])
    with pytest.raises(RequestError, match=re.escape(words)):
        bench.load([], retry=path)


def test_a_rejects_file_that_cannot_be_written_stops_before_anything_is_done(
    bench: Bench, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match="cannot be written"):
        bench.load(rejects=tmp_path / "no" / "rejects.csv")
    assert not Path(bench.engine.target).exists()
    bench.load()
    full = Path("/dev/full")
    if full.exists():  # a full disk is told before anything is loaded, not after
        (bench.folder / "events.csv").write_text(
            "event_id,client_id,occurred_on,kind\nV1,C1,2026-02-01,crisis\nV2,C1,never,crisis\n"
        )
        with pytest.raises(
            RequestError, match=r"^/dev/full .*No space left .* nothing was imported; make room"
        ):
            bench.load(rejects=full)
        assert bench.rows("select event_id from clinic.events") == []


def test_line_numbers_count_line_breaks_inside_quotes(bench: Bench) -> None:
    path = bench.folder / "events.csv"
    path.write_text(
        'event_id,client_id,occurred_on,kind,note\nV1,C1,2026-02-01,crisis,"two\r\nlines"\nV2,C1,never,crisis,x\n',
        newline="",
    )
    [reject] = bench.rejects()
    assert reject["line"] == "4"
    assert bench.rows("select note from clinic.events") == [("two\r\nlines",)]


def test_a_rejects_file_is_no_sql(bench: Bench, tmp_path: Path) -> None:
    secret, crafted = tmp_path / "secret.txt", tmp_path / "crafted.csv"
    secret.write_text("nobody should read this")
    file = f'"x" || (select content from read_text($${secret}$$)) as varchar) --'
    row = json.dumps({"client_id": "C9", "on_medication": "maybe", "'x": "1", "{file}": "1"})
    write_csv(crafted, [dict(zip(COLUMNS, ("clients", file, "2", "", "", "", row), strict=True))])
    bench.load()
    [reject] = bench.rejects(source=[], retry=crafted)
    assert (reject["file"], json.loads(reject["row"])) == (file, json.loads(row))


def test_a_rejects_file_of_a_table_that_there_is_none_of_loses_nothing(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "first.csv"
    row = json.dumps({"client_id": "C9"})
    write_csv(path, [dict(zip(COLUMNS, ("cliens", "clients.csv", "2", "", "", "", row), strict=True))])
    with pytest.raises(RequestError, match="table 'cliens', and no extract has one; mend its column"):
        bench.load([], retry=path)


def test_a_line_of_a_rejects_file_that_is_no_number(bench: Bench, tmp_path: Path) -> None:
    row = json.dumps({"client_id": "C9", "name": "", "program_id": "P1"})
    path = tmp_path / "first.csv"
    write_csv(path, [dict(zip(COLUMNS, ("clients", "clients.csv", "²", "", "", "", row), strict=True))])
    bench.load()
    [reject] = bench.rejects(source=[], retry=path)
    assert (reject["line"], reject["column"]) == ("0", "name")


def test_a_folder_that_is_named_like_an_extract_is_told_about(bench: Bench) -> None:
    (bench.folder / "events.parquet").mkdir()
    (bench.folder / "last week").mkdir()
    report = bench.load()
    assert report.unknown_files == ["events.parquet (a folder)"]
    assert "Files that are no extracts, passed over: events.parquet (a folder)" in report.text()


def test_no_extract_names_what_was_passed_over(bench: Bench) -> None:
    bench.only()
    (bench.folder / "Klienten.csv").write_text("a\n1\n")
    with pytest.raises(RequestError, match=r"No extract was found in .* Passed over: Klienten\.csv\."):
        bench.load()
