"""Another system's files: a map of names and words, and a map of SELECTs."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from caseboard.errors import RequestError
from caseboard.intake.maps import read_map
from caseboard.intake.parts import snake
from caseboard.store import csv_to_parquet
from tests.intake.conftest import BASE, Bench, read_rejects

PATIENTS = """MRN;Patient Name;DOB;Primary Provider;Drug of Choice;On MAT
1001;"Núñez, Ana";02/14/1988;"Okafor, Ben";Heroin;Y
1002;"O'Neil, Sam";11/30/1979;"Okafor, Ben";EtOH;N
1003;Prince;07/01/1990;;Meth;
"""
LEVELS = """MRN,Level of Care,Start Date,End Date,Discharge Reason
1001,IOP,01/05/2026,,
1002,PHP,12/01/2025,01/09/2026,Transferred out
1002,IOP,01/12/2026,,
"""
APPOINTMENTS = """\
Patient ID\tAppt Date\tStart\tProgram\tDuration (min)\tVisit Type\tStatus\tMinutes Present\tCharted
1001\t03/04/2026\t9:00 AM\tMorning IOP\t180\tIOP Group\tArrived\t\t03/04/2026 01:15 PM
1002\t03/04/2026\t9:00 AM\tMorning IOP\t180\tIOP Group\tDid not attend\t\t03/05/2026 08:00 AM
1001\t03/05/2026\t2:30 PM\tMorning IOP\t50\t1:1\tArrived - late\t35\t03/05/2026 04:00 PM
1002\t3/6/2026\t9:00 AM\tMorning IOP\t180\tIOP Group\tPatient cancelled < 24 h\t\t
1001\t03/06/2026\t9:00 AM\tMorning IOP\t180\tIOP Group\tgone fishing\t\t
9999\t03/06/2026\t9:00 AM\tMorning IOP\t180\tIOP Group\tArrived\t\t
a line that fits nothing
"""
SCREENS = """Patient ID,Lab No,Ordered For,Collected,ETG,OPI,COC,AMP,BZO,THC,MTD,BUP,FEN,Reported
1001,L1,03/02/2026,03/02/2026,NEG,POS,NEG,,,NEG,,POS,,03/03/2026 10:00
1001,L2,03/09/2026,,,,,,,,,,,
1002,L3,,03/04/2026,DIL,,,,,,,,,03/05/2026 09:30
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A map that is a folder, without a file yet."""
    made = tmp_path / "map"
    made.mkdir()
    return made


def exports(bench: Bench) -> None:
    """Replace the bench's extracts by a messy appointment system's exports."""
    bench.only()
    (bench.folder / "Patients.csv").write_text(PATIENTS, encoding="cp1252", newline="\r\n")
    (bench.folder / "Levels of Care.csv").write_text(LEVELS, encoding="utf-8-sig")
    (bench.folder / "Appointment List.csv").write_text(APPOINTMENTS)
    (bench.folder / "UDS Results.csv").write_text(SCREENS)


def test_the_appointments_map(bench: Bench, tmp_path: Path) -> None:
    exports(bench)
    bench.at = datetime(2026, 3, 20)
    rejects = tmp_path / "rejects.csv"
    report = bench.load(map="appointments", rejects=rejects)
    assert bench.rows(
        "select client_id, name, clinician_id, birth_year, primary_substance, on_medication "
        "from clinic.clients order by 1"
    ) == [
        ("1001", "Ana Núñez", "Okafor, Ben", 1988, "opioid", True),
        ("1002", "Sam O'Neil", "Okafor, Ben", 1979, "alcohol", False),
    ]
    assert bench.rows("select name from clinic.staff") == [("Ben Okafor",)]
    assert bench.rows("select name, level from clinic.programs") == [("Morning IOP", "intensive_outpatient")]
    assert bench.rows(
        "select client_id, level, started_on::varchar, ended_on::varchar, end_reason from clinic.episodes "
        "order by 1, 3"
    ) == [
        ("1001", "intensive_outpatient", "2026-01-05", None, None),
        ("1002", "partial_hospitalization", "2025-12-01", "2026-01-09", "transferred"),
        ("1002", "intensive_outpatient", "2026-01-12", None, None),
    ]
    assert bench.rows(
        "select s.starts_at::varchar, s.kind, s.minutes, a.client_id, a.status, a.minutes_attended, "
        "a.known_from::varchar from clinic.attendance as a join clinic.sessions as s using (session_id) "
        "order by 1, 4"
    ) == [
        ("2026-03-04 09:00:00", "group", 180, "1001", "attended", None, "2026-03-04 13:15:00"),
        ("2026-03-04 09:00:00", "group", 180, "1002", "no_show", None, "2026-03-05 08:00:00"),
        ("2026-03-05 14:30:00", "individual", 50, "1001", "late", 35, "2026-03-05 16:00:00"),
        ("2026-03-06 09:00:00", "group", 180, "1002", "late_cancel", None, "2026-03-06 09:00:00"),
    ]
    assert bench.rows(
        "select client_id, specimen_id, substance, due_on::varchar, collected_on::varchar, result, "
        "result_at::varchar from clinic.drug_screens where specimen_id <> 'L2' order by 1, 2, 3"
    ) == [
        ("1001", "L1", "alcohol", "2026-03-02", "2026-03-02", "negative", "2026-03-03 10:00:00"),
        ("1001", "L1", "buprenorphine", "2026-03-02", "2026-03-02", "positive", "2026-03-03 10:00:00"),
        ("1001", "L1", "cannabis", "2026-03-02", "2026-03-02", "negative", "2026-03-03 10:00:00"),
        ("1001", "L1", "cocaine", "2026-03-02", "2026-03-02", "negative", "2026-03-03 10:00:00"),
        ("1001", "L1", "opioid", "2026-03-02", "2026-03-02", "positive", "2026-03-03 10:00:00"),
        ("1002", "L3", "alcohol", None, "2026-03-04", "dilute", "2026-03-05 09:30:00"),
    ]
    assert bench.rows(
        "select distinct due_on::varchar, collected_on, result from clinic.drug_screens "
        "where specimen_id = 'L2'"
    ) == [("2026-03-09", None, None)]
    away = [(r["table"], r["file"], r["line"], r["value"], r["reason"][:28]) for r in read_rejects(rejects)]
    assert sorted(away) == [
        ("Appointment List.csv", "Appointment List.csv", "8", "", "too few fields: 1 where the "),
        ("attendance", "Appointment List.csv", "6", "gone fishing", "an unknown word; known are a"),
        ("attendance", "Appointment List.csv", "7", "9999", "a client that is in no accep"),
        ("clients", "Patients.csv", "4", "", "empty"),
    ]
    assert (report.turned_away, report.unknown_columns) == (4, {})
    assert [name for name in report.tables if name in BASE] == list(BASE), "who is named stands first"
    before = bench.bytes()
    assert not bench.load(map="appointments").written
    assert bench.bytes() == before


@pytest.mark.parametrize(
    ("order", "written"), [("mdy", "1{0}2{0}{year}"), ("dmy", "2{0}1{0}{year}"), ("ymd", "{year}{0}01{0}2")]
)
def test_dates_in_the_order_of_a_map(bench: Bench, tmp_path: Path, order: str, written: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(f'date_order = "{order}"\n')
    days = [written.format(mark, year=year) for mark in "/-." for year in ("2026", "26")]
    clock = [" 13:30", " 1:30 PM", " 13:30:00", " 01:30:00 pm", "T13:30", "T13:30:00"]
    row = {"minutes": 60, "kind": "group"}
    times = [day + time for day in days for time in clock]
    bench.only(sessions=[{"session_id": f"S{n}", "starts_at": text} | row for n, text in enumerate(times)])
    short = 18 if order == "ymd" else 0  # the day may come last, but not behind a year of two digits
    assert bench.load(map=path).turned_away == short
    found = "select starts_at::varchar, count(*) from clinic.sessions group by all"
    assert bench.rows(found) == [("2026-01-02 13:30:00", 36 - short)]


@pytest.mark.parametrize(
    ("order", "days", "said"),
    [
        (
            "mdy",
            ["13.03.2026", "03.04.2026 09:00", "31.03.2026", "04.04.2026", "2026-03-05"],
            'sessions.csv: date_order = "mdy" looks wrong: 2 of its dates can only be dmy, and 0 only mdy. '
            "A further 1 can be both; read as mdy, their day and month may be swapped. "
            "Mend the map; where this was no dry run, load into a new database.",
        ),
        (
            "dmy",
            ["3/13/26", "3/14/26 1:30 PM"],
            'sessions.csv: date_order = "dmy" looks wrong: 2 of its dates can only be mdy, and 0 only dmy. '
            "Mend the map; where this was no dry run, load into a new database.",
        ),
        ("mdy", ["03/13/2026", "03/14/2026", "13/03/2026", "03/04/2026"], None),
        ("mdy", ["03/04/2026", "soon"], None),
        ("ymd", ["13.03.2026"], None),
    ],
)
def test_an_order_that_looks_wrong_is_said(
    bench: Bench, tmp_path: Path, order: str, days: list[str], said: str | None
) -> None:
    path = tmp_path / "map.toml"
    path.write_text(f'date_order = "{order}"\n')
    row = {"minutes": 60, "kind": "group"}
    bench.only(sessions=[{"session_id": f"S{n}", "starts_at": day} | row for n, day in enumerate(days)])
    notes = [note for note in bench.load(map=path, dry_run=True).notes if "looks wrong" in note]
    assert notes == ([said] if said else [])


def test_a_word_for_nothing_is_nothing(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    columns = ("birth_year", "language", "on_medication", "name")
    path.write_text("".join(f'[words.clients.{column}]\n"N/A" = ""\n' for column in columns))
    client = {"client_id": "C1", "name": "Kim", "program_id": "P1", "clinician_id": "T1"}
    bench.only(
        clients=[
            client | {"birth_year": "n/a", "language": " N/A", "on_medication": "N/A"},
            client | {"client_id": "C2", "name": "N/A"},
        ]
    )
    [reject] = bench.rejects(map=path)
    assert (reject["column"], reject["value"], reject["reason"]) == ("name", "N/A", "empty")
    assert bench.rows("select language, birth_year, on_medication from clinic.clients") == [(None,) * 3]


def test_an_entered_at_after_the_load_is_told_about_by_the_file_it_stands_in(bench: Bench) -> None:
    exports(bench)
    notes = bench.load(map="appointments").notes
    assert [note for note in notes if "after this load" in note] == [
        "attendance: 3 rows have an entered_at after this load, which cannot be true (the first: "
        "Appointment List.csv, line 2: 2026-03-04 13:15:00); they count as entered at the load. "
        "Mend them and load the file again."
    ]


def test_rows_of_a_select_can_be_tried_again(bench: Bench, tmp_path: Path) -> None:
    exports(bench)
    rejects = tmp_path / "rejects.csv"
    bench.load(map="appointments", rejects=rejects)
    text = rejects.read_text().replace("gone fishing", "Arrived")
    rejects.write_text(text)
    report = bench.load([], map="appointments", retry=rejects)
    assert report.tables["attendance"].new == 1
    assert report.turned_away == 3
    report = bench.load(map="appointments", retry=rejects)  # the line that cannot be read stands in both
    assert (report.turned_away, report.unknown_files) == (6, [])


def test_a_map_of_names_and_words(bench: Bench, tmp_path: Path) -> None:
    bench.at = datetime(2026, 3, 20)
    bench.load()
    bench.only()
    (bench.folder / "Visits 2026.txt").write_text(
        "Visit|Who|Outcome|Typed at\nS1|C2|Came|04.03.2026 17:05\nS2|C2|DNA|13.03.2026\n"
    )
    (bench.folder / "ignore me.csv").write_text("a\n1\n")
    path = tmp_path / "map.toml"
    path.write_text(
        """
        date_order = "dmy"
        ignore = ["ignore me"]
        [files]
        "Visits 2026" = "attendance"
        [columns.attendance]
        "Visit" = "session_id"
        "who" = "client_id"
        "Outcome" = "status"
        "Typed At" = "entered_at"
        [words.attendance.status]
        "came" = "attended"
        "DNA" = "no_show"
        """
    )
    report = bench.load(map=path)
    assert (report.turned_away, report.unknown_files, report.unknown_columns) == (0, [], {})
    assert bench.rows(
        "select session_id, status, entered_at::varchar from clinic.attendance "
        "where client_id = 'C2' order by 1"
    ) == [("S1", "attended", "2026-03-04 17:05:00"), ("S2", "no_show", "2026-03-13 00:00:00")]


def test_a_file_can_have_its_own_encoding_delimiter_and_order(bench: Bench, tmp_path: Path) -> None:
    (bench.folder / "episodes.csv").write_bytes(
        "episode_id^client_id^level^started_on\nE2^C2^outpatient^05/01/2026\n".encode("utf-16-le")
    )
    path = tmp_path / "map.toml"
    path.write_text('[file.episodes]\nencoding = "utf-16-le"\ndelimiter = "^"\ndate_order = "mdy"\n')
    assert bench.load(map=path).turned_away == 0
    assert bench.rows("select started_on::varchar from clinic.episodes") == [("2026-05-01",)]


@pytest.mark.parametrize("kind", ["DOUBLE", "FLOAT", "DECIMAL(9, 2)", "BIGINT"])
@pytest.mark.parametrize("select", [False, True])
def test_a_code_or_an_id_of_a_parquet_file_has_no_decimals(
    bench: Bench, tmp_path: Path, folder: Path, kind: str, select: bool
) -> None:
    """A program with empty cells in a column of whole numbers writes it as one of decimals."""
    client = {"name": "Kim", "program_id": "P1", "clinician_id": "T1"}
    bench.only(clients=[client | {"client_id": n} for n in ("7", "80")], sessions=BASE["sessions"])
    rows = tmp_path / "visits.csv"
    rows.write_text("session_id,client_id,status\nS1,7,1\nS1,80,4\nS2,80,9\n")
    types = {"session_id": "VARCHAR", "client_id": kind, "status": kind}
    csv_to_parquet(rows, bench.folder / "visits.parquet", types)
    words = '[words.attendance.status]\n1 = "attended"\n4 = "no_show"\n'
    if select:
        (folder / "attendance.sql").write_text("select session_id, client_id, status from visits")
    else:
        words += '[files]\nvisits = "attendance"\n'
    (folder / "map.toml").write_text(words)
    [reject] = bench.rejects(map=folder)
    assert (reject["line"], reject["value"], '"client_id": "80"' in reject["row"]) == ("3", "9", True)
    assert bench.rows("select client_id, status from clinic.attendance order by 1") == [
        ("7", "attended"), ("80", "no_show"),
    ]  # fmt: skip


def test_a_number_that_a_select_gives_is_a_code(bench: Bench, folder: Path) -> None:
    (bench.folder / "notes.csv").write_text("who\nC1\n")
    (folder / "events.sql").write_text(
        "select 5.0::double as event_id, who as client_id, '2026-02-01' as occurred_on, 3.00 as kind "
        "from notes"
    )
    (folder / "map.toml").write_text('[words.events.kind]\n3 = "crisis"\n')
    assert bench.load(map=folder).turned_away == 0
    assert bench.rows("select event_id, kind from clinic.events") == [("5", "crisis")]


def test_an_order_of_dates_that_would_not_reach_a_select_is_refused(bench: Bench, folder: Path) -> None:
    """03/04 would be read as the map's order has it, and be another day."""
    (bench.folder / "Lab Notes.csv").write_text("who,day\nC1,03/04/2026\n")
    (folder / "events.sql").write_text(
        "select who as event_id, who as client_id, day as occurred_on, 'crisis' as kind from lab_notes"
    )
    settings = 'date_order = "mdy"\n[file."lab notes"]\n'
    (folder / "map.toml").write_text(f'{settings}date_order = "dmy"\n')
    with pytest.raises(RequestError, match=r"date_order .*Lab Notes\.csv .*strptime"):
        bench.load(map=folder)
    (folder / "map.toml").write_text(f'{settings}delimiter = ","\n')
    assert bench.load(map=folder).turned_away == 0


def test_settings_for_a_file_that_is_not_there_are_told_about(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        '[file.episode]\ndate_order = "dmy"\n[file.Visits]\ndelimiter = ";"\n[files]\nVisits = "attendance"\n'
    )
    assert bench.load(map=path).notes == [
        f"{path} has settings for episode, and no such file was given",
        f"{path} makes attendance of visits, and no such file was given",
    ]


def test_a_file_that_a_map_names_and_a_delivery_lacks_is_told_about(bench: Bench, tmp_path: Path) -> None:
    """The export of one site that did not run: its sessions would be missing for days without a word."""
    path = tmp_path / "map.toml"
    path.write_text('[files]\nNorth = "attendance"\nsouth = "attendance"\n')
    (bench.folder / "attendance.csv").rename(bench.folder / "NORTH.csv")
    report = bench.load(map=path)
    assert report.notes == [f"{path} makes attendance of south, and no such file was given"]
    assert report.notes[0] in report.text()
    (bench.folder / "South.csv").write_bytes((bench.folder / "NORTH.csv").read_bytes())
    assert bench.load(map=path).notes == []


def test_a_renamed_column_that_is_not_there_is_told_about(bench: Bench, tmp_path: Path) -> None:
    """A record system that names a column anew after an update: its values would be gone without a word."""
    (bench.folder / "drug_screens.csv").write_text(
        "client_id,specimen_id,substance,collected_on,Finding\nC1,L1,opioid,2026-03-02,positive\n"
    )
    path = tmp_path / "map.toml"
    path.write_text('[columns.drug_screens]\n"Result text" = "result"\n"Outcome" = "substance"\n')
    report = bench.load(map=path)
    assert report.unknown_columns["drug_screens.csv"] == ["Finding"]
    assert report.notes == [
        "drug_screens.csv has no column 'result text', of which the map makes result: "
        "drug_screens come without it"
    ]
    (bench.folder / "drug_screens.csv").write_text("client_id,specimen_id,substance,result,Result text\n")
    with pytest.raises(RequestError, match=r"drug_screens\.csv has two columns for 'result'"):
        bench.load(map=path)


def test_a_workbook_beside_the_files_of_a_map_is_told_about(bench: Bench, tmp_path: Path) -> None:
    (bench.folder / "Results.xls").write_bytes(b"PK")
    path = tmp_path / "map.toml"
    path.write_text('title = "x"\n')
    assert (
        "A workbook that is no .xlsx or .xlsm is not read: save it as .xlsx." in bench.load(map=path).text()
    )


def test_nothing_of_a_name_is_lost(bench: Bench, tmp_path: Path) -> None:
    names = {
        "Rossi, Amara": "Amara Rossi", "Rossi, Amara, Jr.": "Amara Rossi, Jr.", "Prince": "Prince",
        "Rossi, Jr., Amara": "Jr. Rossi, Amara", "Rossi,": "Rossi",
    }  # fmt: skip
    path = tmp_path / "map.toml"
    path.write_text('name_order = "last_first"\n')
    client = {"program_id": "P1", "clinician_id": "T1", "language": "Spanish, English"}
    bench.only(
        clients=[client | {"client_id": f"C{n}", "name": name} for n, name in enumerate(names)],
        programs=[{"program_id": "P1", "name": "Day, North", "level": "outpatient"}],
    )
    bench.load(map=path)
    assert bench.rows("select name, language from clinic.clients order by client_id") == [
        (name, "Spanish, English") for name in names.values()
    ]
    assert bench.rows("select name from clinic.programs") == [("Day, North",)]


def test_rows_tried_again_without_their_map_say_what_was_not_read(bench: Bench, tmp_path: Path) -> None:
    """An episode that lost its end would be an open client."""
    path, rejects = tmp_path / "map.toml", tmp_path / "rejects.csv"
    path.write_text('[columns.episodes]\nLeft = "ended_on"\n')
    row = BASE["episodes"][0] | {"Left": "2026-02-01", "planned_weeks": "x", "Odd": ""}
    bench.write(episodes=[row])
    bench.load(map=path, rejects=rejects)
    rejects.write_text(rejects.read_text().replace('""x""', '""9""'))
    assert bench.load([], retry=rejects, dry_run=True).unknown_columns == {"episodes.csv": ["Left", "Odd"]}
    bench.load([], retry=rejects, map=path)
    assert bench.rows("select ended_on::varchar from clinic.episodes") == [("2026-02-01",)]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select 'V1' as event_id, 'C1' as client_id, '2026-02-01' as occurred_on, 'crisis' as kind, "
        "content as note from read_text('/etc/hostname')",
        "select 1 as session_id; drop table raw_0",
        "copy (select 1) to '/tmp/caseboard-should-not-exist'",
    ],
)
def test_a_select_sees_no_file_and_is_one_statement(bench: Bench, folder: Path, sql: str) -> None:
    (folder / "events.sql").write_text(sql)
    with pytest.raises(RequestError, match=r"events\.sql"):
        bench.load(map=folder)


@pytest.mark.parametrize(("place", "line"), [("source_line", "3"), ("'below' as source_line", "")])
def test_a_file_with_columns_of_a_rows_place_hides_it_from_nobody(
    bench: Bench, folder: Path, place: str, line: str
) -> None:
    (bench.folder / "notes.csv").write_text("who,Source File,Source Line\nC1,a,900\nC9,b,901\n")
    (folder / "events.sql").write_text(
        "select who as event_id, who as client_id, '2026-02-01' as occurred_on, 'crisis' as kind, "
        f"source_line_2 as note, source_file, {place} from notes"
    )
    [reject] = bench.rejects(map=folder)
    assert (reject["value"], reject["file"], reject["line"]) == ("C9", "notes.csv", line)
    assert bench.rows("select note from clinic.events") == [("900",)]


@pytest.mark.parametrize("end", ["", ";", "; -- done", ";\n/* the end; of it */ ;\n-- really", "\n-- no end"])
def test_comments_may_stand_behind_a_select(bench: Bench, folder: Path, end: str) -> None:
    (bench.folder / "notes.csv").write_text("who\nC1\n")
    (folder / "events.sql").write_text(
        '-- events; all of them\nselect who as "event_id", 1 as "a;b", who as client_id, '
        "'2026-02-01' as occurred_on, "
        f"'crisis' as kind, ';--' as note from notes{end}"
    )
    assert bench.load(map=folder).turned_away == 0
    assert bench.rows("select note from clinic.events") == [(";--",)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1 as event_id; select 2", "holds 2 statements; a map's file is one SELECT"),
        ("-- nothing\n;", "holds no SELECT"),
        # where it ends; DuckDB 1.5 names no line
        ("select 1 as event_id\nfrom", r'Parser .* (near "from" \(line 2: from\)|at end of input)$'),
        ("select who as event_id from notes", "lacks the columns client_id, occurred_on, kind, which"),
        ("select who from notes", r".* events needs; none of its columns .*: theirs as event_id\.$"),
        (
            "select *\nfrom phq9",
            r"Catalog .* phq9 .*\(line 2: from phq9\) \(the files .* name: notes; .* header alone\)$",
        ),
        ("select *\nfrom client_master", r"(?!.*Did you mean).* client_master does not exist!"),
    ],
)
def test_a_file_that_is_not_one_select_is_named(bench: Bench, folder: Path, sql: str, message: str) -> None:
    (bench.folder / "notes.csv").write_text("who\nC1\n")
    (folder / "events.sql").write_text(sql)
    with pytest.raises(RequestError, match=rf"(?s)events\.sql:? {message}"):
        bench.load(map=folder)


def test_nested_fields_and_times_with_a_zone_are_taken_apart_as_the_readme_says(
    bench: Bench, folder: Path
) -> None:
    visit = {"no": "V1", "on": "2026-02-02", "recorded": "2026-02-02T23:30:00Z"}
    one = {"at": "C1", "name": {"given": "Ana", "family": "Ruiz"}, "visits": [visit, visit | {"no": "V2"}]}
    people = [one, one | {"at": "C2", "visits": []}]
    (bench.folder / "people.ndjson").write_text("\n".join(json.dumps(person) for person in people))
    (folder / "events.sql").write_text(
        "with one as (select p.*, unnest(cast(p.visits as json[])) as visit from people as p)\n"
        "select o.visit->>'no' as event_id, o.\"at\" as client_id, o.visit->>'on' as occurred_on, "
        "'crisis' as kind, (o.name->>'given') || ' ' || (o.name->>'family') as note, "
        "cast(o.visit->>'recorded' as timestamptz) at time zone 'America/New_York' as entered_at\n"
        "from one as o"
    )
    assert bench.load(map=folder).turned_away == 0
    kept = "select event_id, note, entered_at::varchar from clinic.events order by all"
    assert bench.rows(kept) == [(n, "Ana Ruiz", "2026-02-02 18:30:00") for n in ("V1", "V2")]


def test_what_a_select_takes_out_of_json_has_no_quotes_and_a_null_is_nothing(
    bench: Bench, folder: Path
) -> None:
    visits = [{"no": "V1", "note": None}, {"no": "V2", "note": 'said "no"'}, {"no": 3}]
    (bench.folder / "people.ndjson").write_text(json.dumps({"who": "C1", "visits": visits}))
    (folder / "events.sql").write_text(
        "with one as (select p.*, unnest(cast(p.visits as json[])) as visit from people as p)\n"
        "select o.visit.no as event_id, o.who as client_id, '2026-02-02' as occurred_on, "
        "'crisis' as kind, o.visit.note as note from one as o"
    )
    assert bench.load(map=folder).turned_away == 0
    kept = bench.rows("select event_id, note from clinic.events order by event_id")
    assert kept == [("3", None), ("V1", None), ("V2", 'said "no"')]


@pytest.mark.parametrize("given", ["(day->'used')", "cast(day->'used' as varchar[])", "['work', 'home']"])
def test_a_list_that_a_select_gives_is_what_the_contract_writes_with_semicolons(
    bench: Bench, folder: Path, given: str
) -> None:
    (bench.folder / "logs.ndjson").write_text(json.dumps({"who": "C1", "day": {"used": ["work", "home"]}}))
    (folder / "daily_logs.sql").write_text(
        f"select who as client_id, '2026-02-02' as logged_on, {given} as triggers from logs"
    )
    assert bench.load(map=folder).turned_away == 0
    assert bench.rows("select triggers from clinic.daily_logs") == [("work;home",)]


def test_one_select_is_not_taken_for_a_map(folder: Path) -> None:
    (folder / "events.sql").write_text("select 1 as event_id")
    with pytest.raises(RequestError, match=rf"events\.sql is one SELECT of a map; .* --map {folder}\.$"):
        read_map(folder / "events.sql")


def test_a_map_that_is_named_by_its_toml_has_the_selects_beside_it(folder: Path) -> None:
    """They were left out, and nothing said so."""
    toml = folder / "map.toml"
    toml.write_text('date_order = "mdy"\n')
    (folder / "notes.sql").write_text("select 1 as one")
    assert read_map(toml).selects == {}, "what is beside it by chance is none of a map"
    (folder / "notes.sql").rename(folder / "events.sql")
    assert read_map(toml) == read_map(folder)
    assert read_map(toml).selects == {"events": folder / "events.sql"}
    other = toml.rename(folder / "other.toml")
    assert read_map(other).selects == {}


def test_toml_that_notepad_wrote_is_read(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(b'\xef\xbb\xbfdate_order = "mdy"\r\n')
    assert read_map(path).date_order == "mdy"
    (bench.folder / "clinic.toml").write_bytes(b"\xef\xbb\xbfinvented = true\r\nlast_day = 2026-02-28\r\n")
    bench.load([bench.folder / "clinic.toml", bench.folder / "programs.csv"])
    assert bench.rows("select distinct invented, last_day::varchar from clinic.loads") == [
        (True, "2026-02-28")
    ]


def test_a_select_that_is_not_utf_8_is_named(bench: Bench, folder: Path) -> None:
    (folder / "events.sql").write_bytes("select 'é' as event_id".encode("cp1252"))
    with pytest.raises(RequestError, match=r"events\.sql is not UTF-8; save it as UTF-8"):
        bench.load(map=folder)


@pytest.mark.parametrize(("name", "called"), [("a_b", "a_b"), ("Measure", "measure"), ("raw 0", "raw_0")])
def test_two_things_of_one_name_for_a_select_are_named(
    bench: Bench, folder: Path, name: str, called: str
) -> None:
    (bench.folder / "a-b.csv").write_text("who\nC1\n")
    (bench.folder / f"{name}.csv").write_text("who\nC1\n")
    (folder / "events.sql").write_text("select 1 as event_id")
    with pytest.raises(RequestError, match=rf"{name}\.csv .* '{called}' .* rename"):
        bench.load(map=folder)


def test_a_select_may_use_the_librarys_macros_and_stand_beside_plain_files(
    bench: Bench, folder: Path
) -> None:
    (bench.folder / "notes.csv").write_text("who,word\nC1,--oo\n")
    (bench.folder / "LOC History.csv").write_text("who\nC1\n")  # no SELECT reads it
    (folder / "events.sql").write_text(
        "select who as event_id, who as client_id, '2026-02-01' as occurred_on, 'crisis' as kind, "
        "screen_retention(word)::varchar as note, 1 as extra from notes;"
    )
    report = bench.load(map=folder)
    assert report.unknown_columns == {"events.sql": ["extra"]}
    assert report.unknown_files == ["LOC History.csv"]
    assert bench.rows("select note from clinic.events") == [("2",)]
    assert bench.rows("select count(*) from clinic.attendance") == [(2,)]


def test_a_select_that_names_a_column_by_its_header_is_told_the_staged_name(
    bench: Bench, folder: Path
) -> None:
    (bench.folder / "visits.csv").write_text("who,Duration (min)\nC1,50\n")
    (folder / "sessions.sql").write_text('select v."Duration (min)" as minutes from visits as v')
    with pytest.raises(RequestError, match=r"sessions\.sql: .*\(did you mean duration_min\?\)"):
        bench.load(map=folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "not valid TOML"),
        ("\xe9", r"map\.toml is not UTF-8; save it as UTF-8"),
        ("colour = 1", "unknown key 'colour'"),
        ('date_order = "dym"', "can be mdy, dmy, ymd"),
        ('[files]\nx = "visits"', "no table of the contract"),
        ('[columns.attendance]\nx = "when"', "no column 'when'"),
        ('[words.attendance.when]\nx = "y"', "no column of attendance"),
        ('[words.attendance.status]\nA = "attended"\na = "no_show"', "'A' and 'a' are one word, .* case"),
        ('[columns.attendance]\nWhen = "status"\n"when " = "entered_at"', "'When' and 'when ' are one word"),
        ('[files]\nv = "attendance"\nV = "sessions"', "'v' and 'V' are one word"),
        (
            '[file.Logs]\ndate_order = "dmy"\n[file.logs]\ndelimiter = ";"',
            r"in \[file\] 'Logs' and 'logs' are one word",
        ),
        ('delimiter = "tab"', r"'delimiter' is one sign such as ; or \\t \(a"),
        ("delimiter = '\"'", "'delimiter' is one sign"),
        ("[file.x]\ndelimiter = 1", "'delimiter' is one sign"),
        ("x = " + "[" * 5000, "not valid TOML: it is nested too deep"),
        ("x = " + "9" * 5000, "not valid TOML"),
        ('[file.x]\ncolour = "y"', "can be encoding, delimiter, date_order"),
        ('[file.x]\ndate_order = "dym"', "can be mdy, dmy, ymd"),
        ('name_order = "last"', "can be last_first, first_last"),
        ('ignore = "notes"', "'ignore' in .* should be a list"),
        ("[columns]\nattendance = 1", r"\[columns.attendance\] should be a table"),
        ('[words.attendance.status]\n" " = "no_show"', "empty name; an empty cell is nothing"),
        ('[words.drug_screens.result]\nPOS = "pos"', "makes 'POS' 'pos', .* can be negative, positive, inv"),
        ('[words.clients.on_medication]\nja = "yes"\nignore = ["x"]', r"stands above the first \[heading\]"),
        ('encoding = "ansi"', "the encoding 'ansi' is unknown; write one such as utf-8"),
        ('[file.x]\nencoding = "ansi"', "the encoding 'ansi' is unknown"),
    ],
)
def test_a_wrong_map_is_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(RequestError, match=message):
        read_map(path)


@pytest.mark.parametrize(
    ("file", "message"),
    [("visits.sql", "visits.sql is not named after a table"), ("readme.md", "holds neither a map.toml nor")],
)
def test_a_folder_that_is_no_map_is_one_sentence(tmp_path: Path, file: str, message: str) -> None:
    (tmp_path / file).write_text("select 1")
    with pytest.raises(RequestError, match=message):
        read_map(tmp_path)


def test_an_unknown_map_names_those_there_are(bench: Bench) -> None:
    with pytest.raises(RequestError, match="appointments"):
        bench.load(map="apointments")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Appointment List", "appointment_list"),
        ("Duration (min)", "duration_min"),
        ("1st", "_1st"),
        ("é", "column"),
    ],
)
def test_snake(name: str, expected: str) -> None:
    assert snake(name) == expected


def test_a_panel_without_results_is_pending_and_not_uncollected(bench: Bench) -> None:
    exports(bench)
    path = bench.folder / "UDS Results.csv"
    header = SCREENS.splitlines()[0]
    found = "select distinct collected_on::varchar, result from clinic.drug_screens where known_until is null"
    for rest, expected in (
        (",,,,,,,,,,", [(None, None)]),
        ("03/09/2026,,,,,,,,,,", [("2026-03-09", None)]),
        ("03/09/2026,NEG,NEG,NEG,NEG,NEG,NEG,NEG,NEG,NEG,03/11/2026", [("2026-03-09", "negative")]),
    ):
        path.write_text(f"{header}\n1001,L2,03/09/2026,{rest}\n")
        assert (
            bench.load(map="appointments", loaded_at=datetime(2026, 3, 20)).tables["drug_screens"].read == 9
        )
        assert bench.rows(found) == expected


def test_a_line_that_cannot_be_read_closes_nothing(bench: Bench) -> None:
    exports(bench)
    bench.load(map="appointments")
    path = bench.folder / "Appointment List.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[1].replace("\tArrived", " Arrived"), *lines[2:]]))
    report = bench.load(map="appointments", complete=(date(2026, 3, 1), date(2026, 3, 31)))
    assert report.total("closed") == 0
    path.write_text("".join([lines[0], *lines[2:-1]]))
    report = bench.load(map="appointments", complete=(date(2026, 3, 1), date(2026, 3, 31)))
    assert report.tables["attendance"].closed == 1
