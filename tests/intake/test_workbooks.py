"""Excel workbooks read as extracts: which sheet is which table, what a cell is, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from caseboard.errors import RequestError
from caseboard.intake import contract
from caseboard.intake.workbook import Book
from caseboard.store import Engine, staging
from tests.conftest import SAMPLE
from tests.intake.conftest import BASE, Bench, read_rejects

Cells = Sequence[Sequence[Any]]


def write_book(path: Path, sheets: Mapping[str, Cells], hidden: str = "") -> Path:
    """A workbook of these cells; a pair (value, number format) is such a cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                cell = sheet.cell(line, place)
                cell.value, form = value if isinstance(value, tuple) else (value, None)
                cell.number_format = form or cell.number_format
    book.save(path)
    return path


def as_excel(path: Path) -> Path:
    """The workbook as Excel leaves it: openpyxl asks for a calculation, and Excel has done it."""
    return edited(path, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")


def edited(path: Path, part: str, old: str, new: str) -> Path:
    """The workbook with another text in a part of it."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    text = parts[part].decode()
    assert old in text, text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def raw_sheet(path: Path, rows: str) -> Path:
    """A workbook whose one sheet has this XML for its rows."""
    write_book(path, {"Sheet1": [["x"]]})
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    data = text[text.index("<sheetData>") : text.index("</sheetData>")]
    return as_excel(edited(path, "xl/worksheets/sheet1.xml", data, f"<sheetData>{rows}"))


def table(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows with a header, as cells."""
    names = list(dict.fromkeys(key for row in rows for key in row))
    return [names, *([row.get(name) for name in names] for row in rows)]


def cells(path: Path, name: str = "Sheet1") -> list[list[str]]:
    return [row.texts for row in Book(path).rows(name)]


def one(tmp_path: Path, value: Any, form: str | None = None) -> str:
    """The text that is read of one cell."""
    path = write_book(tmp_path / "one.xlsx", {"Sheet1": [[(value, form)]]})
    [[text]] = cells(path)
    return text


BASE_SHEETS = {name: table(rows) for name, rows in BASE.items()}


# ---- which sheet is which table


def test_a_workbook_with_a_sheet_a_table_is_what_its_csv_files_are(bench: Bench, tmp_path: Path) -> None:
    sheets = {f" {name.title()} ": rows for name, rows in BASE_SHEETS.items()}
    path = write_book(tmp_path / "clinic.xlsx", {**sheets, "Notes": [["of nobody"]], "Sheet9": []})
    report = bench.load(path)
    assert (report.total("new"), report.turned_away) == (9, 0)
    assert report.unknown_files == ["clinic.xlsx, sheet Notes"]
    assert report.tables["clients"].file == "clinic.xlsx, sheet  Clients "
    assert report.tables["clients"].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert bench.load().total("unchanged") == 9, "the same from the CSV files"


@pytest.mark.parametrize("ending", ["xlsx", "XLSX", "xlsm"])
def test_a_workbook_named_after_a_table_is_that_table(bench: Bench, ending: str) -> None:
    (bench.folder / "attendance.csv").unlink()
    sheets = {"Sheet1": BASE_SHEETS["attendance"], "Sheet2": [], "lists": [["attended"]]}
    write_book(bench.folder / f"Attendance.{ending}", sheets, hidden="lists")
    report = bench.load()
    assert report.tables["attendance"].new == 2
    assert report.tables["attendance"].file == f"Attendance.{ending}"
    assert report.unknown_files == [f"Attendance.{ending}, hidden sheet lists"]


def test_a_table_in_several_sheets_is_refused_and_one_named_after_it_is_taken(bench: Bench) -> None:
    path = bench.folder / "attendance.xlsx"
    (bench.folder / "attendance.csv").unlink()
    write_book(path, {"2025": BASE_SHEETS["attendance"], "clients": BASE_SHEETS["clients"]})
    with pytest.raises(RequestError, match=r"one table, and 2 of its sheets are filled \(2025, clients\)"):
        bench.load()
    write_book(path, {"attendance": BASE_SHEETS["attendance"], "notes": [["x"]]})
    report = bench.load()
    assert (report.tables["attendance"].new, report.unknown_files) == (2, ["attendance.xlsx, sheet notes"])


def test_a_table_in_a_sheet_and_in_a_file_is_read_from_both(bench: Bench) -> None:
    later = [["session_id", "client_id", "status"], ["S1", "C1", "late"]]
    write_book(bench.folder / "book.xlsx", {"attendance": later, "goals": []})
    report = bench.load(rejects=bench.folder.parent / "r.csv")
    assert report.tables["attendance"].file == "attendance.csv, book.xlsx, sheet attendance"
    assert "book.xlsx, sheet goals is empty: not even a header" in report.notes
    [reject] = read_rejects(bench.folder.parent / "r.csv")
    assert reject["reason"].endswith("line 2 of book.xlsx, sheet attendance")


def test_workbooks_of_which_nothing_is_known(bench: Bench, tmp_path: Path) -> None:
    path = write_book(bench.folder / "rota.xlsx", {"May": [["x"]], "June": [["y"]]})
    (bench.folder / "~$clients.xlsx").write_bytes(b"Ann has it open")
    (bench.folder / "old.xls").write_bytes(b"x")
    report = bench.load()
    assert report.unknown_files == ["old.xls", "rota.xlsx", "~$clients.xlsx"]
    assert "A workbook that is no .xlsx or .xlsm is not read: save it as .xlsx." in report.text()
    with pytest.raises(RequestError, match="nor a sheet of it that is shown is named after a table"):
        bench.load(path)
    shutil.move(path, tmp_path / "clients.xlsx")
    with pytest.raises(RequestError, match=r"2 of its sheets are filled \(May, June\)"):
        bench.load(tmp_path / "clients.xlsx")
    write_book(path, {"clients": BASE_SHEETS["clients"], "Sheet1": []}, hidden="clients")
    with pytest.raises(RequestError, match="nor a sheet of it that is shown"):
        bench.load(path)


def test_an_invented_clinic_is_told_by_the_file_beside_its_workbook(bench: Bench, tmp_path: Path) -> None:
    shutil.rmtree(bench.folder)
    bench.folder.mkdir()
    path = write_book(bench.folder / "book.xlsx", BASE_SHEETS)
    (bench.folder / "clinic.toml").write_text("invented = true\nlast_day = 2026-03-15\n")
    bench.load()
    assert bench.rows("select distinct invented, last_day from clinic.loads") == [(True, date(2026, 3, 15))]
    other = Bench(bench.folder, Engine(tmp_path / "other.duckdb"), bench.library)
    other.load(path)
    assert other.rows("select distinct invented from clinic.loads") == [(True,)]


def test_a_map_names_sheets_as_it_names_files(bench: Bench, tmp_path: Path) -> None:
    toml = tmp_path / "map.toml"
    toml.write_text(
        'ignore = ["Rota"]\n[files]\n"Visits" = "attendance"\n[file.visits]\ndate_order = "dmy"\n'
        '[columns.attendance]\n"Session" = "session_id"\n'
    )
    (bench.folder / "attendance.csv").unlink()
    visits = [["Session", "client_id", "status", "entered_at"]]
    visits += [["S1", "C1", "attended", "03/02/2026 15:00"], ["S2", "C1", "vanished", "05/02/2026 15:00"]]
    path = write_book(bench.folder / "book.xlsx", {"visits ": visits, "rota": [["x"]]})
    rejects = tmp_path / "rejects.csv"
    report = bench.load(map=toml, rejects=rejects)
    assert (report.tables["attendance"].new, report.unknown_files) == (1, [])
    assert bench.rows("select entered_at from clinic.attendance") == [(datetime(2026, 2, 3, 15),)]
    [reject] = read_rejects(rejects)
    assert (reject["file"], reject["line"]) == ("book.xlsx, sheet visits ", "3")
    rejects.write_text(rejects.read_text().replace("vanished", "no_show"))
    assert bench.load([], map=toml, retry=rejects).tables["attendance"].new == 1
    assert bench.rows("select entered_at from clinic.attendance where session_id = 'S2'") == [
        (datetime(2026, 2, 5, 15),)
    ]
    path.unlink()
    write_book(bench.folder / "Visits.xlsx", {"Sheet1": visits})
    assert bench.load(map=toml).tables["attendance"].unchanged == 1


def test_selects_read_sheets_by_their_names(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "attendance.sql").write_text(
        "select session as session_id, client_id, status, source_file, source_line from all_visits"
    )
    (bench.folder / "attendance.csv").unlink()
    visits = [["Session", "client_id", "status"], ["S1", "C1", "attended"], ["S2", "C1", "vanished"]]
    for name, sheets in {
        "book.xlsx": {"All visits": visits, "Other": [["a"], ["b"]]},
        "all-visits.xlsx": {"Sheet1": visits},
        "one.xlsx": {"All visits": visits},
    }.items():
        path = write_book(bench.folder / name, sheets)
        report = bench.load(map=folder, dry_run=True, rejects=tmp_path / "r.csv")
        assert report.tables["attendance"].new == 1, name
        [reject] = read_rejects(tmp_path / "r.csv")
        assert (reject["file"].split(",")[0], reject["line"]) == (name, "3")
        path.unlink()


# ---- rows


def test_rows_are_told_by_the_number_that_excel_gives_them(bench: Bench) -> None:
    header, first, second = BASE_SHEETS["attendance"]
    rows = [[], [], [*header, None, "Shoe"], [None, " "], first, [], [*second[:2], "vanished"]]
    rows += [["S1", "C2", "late", None, None, 44, "beyond"], ["S2"]]
    (bench.folder / "attendance.csv").unlink()
    write_book(bench.folder / "attendance.xlsx", {"Sheet1": rows})
    rejects = bench.rejects()
    assert [(r["line"], r["column"], r["value"]) for r in rejects] == [
        ("7", "status", "vanished"), ("8", "", ""), ("9", "client_id", ""),
    ]  # fmt: skip
    assert rejects[1]["reason"] == "too many fields: 7 where the header has 6"
    report = bench.load()
    assert report.unknown_columns == {"attendance.xlsx": ["column 5", "Shoe"]}


def test_two_columns_of_one_name_are_refused(bench: Bench, tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", {"attendance": [["session_id", "client_id", "status", "STATUS"]]})
    with pytest.raises(RequestError, match=r"b\.xlsx, sheet attendance has two columns for 'status'"):
        bench.load(path)


def test_what_is_absent_is_closed_where_the_workbook_is_complete(bench: Bench, tmp_path: Path) -> None:
    bench.load()
    path = write_book(tmp_path / "b.xlsx", {"attendance": BASE_SHEETS["attendance"][:2]})
    period = (date(2026, 2, 1), date(2026, 2, 28))
    assert bench.load(path, complete=period).tables["attendance"].closed == 1


def test_rows_out_of_order_and_far_apart_are_all_there(tmp_path: Path) -> None:
    path = raw_sheet(
        tmp_path / "x.xlsx",
        '<row r="9"><c r="B9"><v>2</v></c><c r="A9"><v>1</v></c></row><row r="3"><c><v>3</v></c></row>'
        '<row r="2000000000"><c r="C2000000000"><v>4</v></c></row>',
    )
    found = [(row.line, row.texts) for row in Book(path).rows("Sheet1")]
    assert found == [(9, ["1", "2"]), (3, ["3"]), (2_000_000_000, ["", "", "4"])]


def test_of_two_of_one_name_neither_is_dropped_in_silence(bench: Bench, tmp_path: Path) -> None:
    (bench.folder / "attendance.csv").unlink()
    path = bench.folder / "attendance.xlsx"
    twice = '<c r="D2"><v>10</v></c><c r="D2"><v>20</v></c>'
    raw_sheet(path, CELLS + attended(2, twice))
    [reject] = bench.rejects()
    assert reject["reason"] == "column D stands twice in its row"
    write_book(path, {"attendance": BASE_SHEETS["attendance"], "clients": BASE_SHEETS["clients"]})
    edited(path, "xl/workbook.xml", 'name="clients"', 'name="attendance"')
    with pytest.raises(RequestError, match=r"attendance\.xlsx has two sheets called attendance"):
        bench.load()
    with zipfile.ZipFile(write_book(path, {"attendance": [["x"]], "clients": [["y"]]})) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name in parts.keys() - {"xl/worksheets/sheet2.xml"}:
            archive.writestr(name, parts[name])
    with pytest.raises(RequestError, match=r"attendance\.xlsx, sheet clients cannot be read"):
        bench.load()


def test_the_size_that_a_sheet_states_is_not_believed(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", {"Sheet1": [["a", "b"], ["c", "d"]]})
    edited(path, "xl/worksheets/sheet1.xml", '<dimension ref="A1:B2"', '<dimension ref="A1"')
    assert cells(path) == [["a", "b"], ["c", "d"]]


# ---- cells


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (date(2026, 3, 9), "dd/mm/yyyy", "2026-03-09"),
        (date(2026, 3, 9), "mmm-yy", "2026-03-09"),
        (date(2026, 3, 9), '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', "2026-03-09"),
        (datetime(2026, 3, 9, 15, 30), "d/m/yy h:mm", "2026-03-09 15:30:00"),
        (datetime(2026, 3, 9), "yyyy-mm-dd hh:mm", "2026-03-09 00:00:00"),
        (datetime(2026, 3, 9, 15, 30), "yyyy-mm-dd", "2026-03-09"),
        (datetime(2026, 3, 9, 15, 30), 'yyyy-mm-dd "hours"', "2026-03-09"),
        (datetime(2026, 3, 9, 15, 30, 1, 250_000), "hh:mm:ss.000", "2026-03-09 15:30:01.250000"),
        (time(9, 5), "h:mm", "09:05:00"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05:00"),
        (120, None, "120"),
        (120.0, None, "120"),
        (2.5, "0", "2.5"),
        (0.1 + 0.2, None, "0.3"),
        (-0.0, None, "0"),
        (1.0000000000000002, None, "1"),
        (1e-7, None, "0.0000001"),
        (1234567890123456, None, "1234567890123456"),
        (1.5e300, None, "1.5e+300"),
        (0.5, "0%", "0.5"),
        (1250.5, '#,##0.00\\ "€"', "1250.5"),
        (30, '0" days"', "30"),
        (True, None, "true"),
        (False, None, "false"),
        (123, "00000", "00123"),
        (1234567, "00000", "1234567"),
        (136, '"C"0000', "C0136"),
        (12345, '"C"0000', "C12345"),
        (136, "\\C0000", "C0136"),
        (123456789, "000\\-00\\-0000", "123-45-6789"),
        (1.5, "00000", "1.5"),
        (-5, "000", "-5"),
        ("00123", "@", "00123"),
        (" lead\nand trail ", None, " lead\nand trail "),
        ("=1+1 as text", "@", "=1+1 as text"),
        ("a_x000D_\nb_x005F_x0041_", None, "a\r\nb_x0041_"),
    ],
)  # fmt: skip
def test_a_cell_is_what_a_person_sees_in_it(tmp_path: Path, value: Any, form: str | None, text: str) -> None:
    if isinstance(value, str):
        path = tmp_path / "one.xlsx"
        book = openpyxl.Workbook()
        book.active["A1"].value = value
        book.active["A1"].data_type = "s"
        book.active.title = "Sheet1"
        book.save(path)
        assert cells(path) == [[text]]
    else:
        assert one(tmp_path, value, form) == text


def test_a_time_of_day_that_its_format_hides_is_told_of(bench: Bench, tmp_path: Path) -> None:
    """It was dropped in silence, and every session began at midnight."""
    header, *rows = table(BASE["sessions"])
    at = header.index("starts_at")
    begins = [datetime.fromisoformat(str(row[at])) for row in rows]
    assert all(begun.time() > time(0) for begun in begins)
    for row, begun in zip(rows, begins, strict=True):
        row[at] = (begun, "yyyy-mm-dd")
    (bench.folder / "sessions.csv").unlink()
    write_book(bench.folder / "sessions.xlsx", {"Sheet1": [header, *rows]})
    told = "a time of day that the format of its cell hides was not read"
    [note] = [note for note in bench.load(dry_run=True).notes if told in note]
    assert note.startswith(f"sessions.xlsx: {told} (starts_at in {len(rows)});")
    header[at] = "Begins"
    write_book(bench.folder / "sessions.xlsx", {"Sheet1": [header, *rows]})
    toml = tmp_path / "map.toml"
    toml.write_text('[columns.sessions]\n"Begins" = "starts_at"\n')
    assert f"{told} (Begins in {len(rows)})" in bench.load(map=toml, dry_run=True).text()
    for row, begun in zip(rows, begins, strict=True):
        row[at] = (begun, "yyyy-mm-dd hh:mm")
    write_book(bench.folder / "sessions.xlsx", {"Sheet1": [header, *rows]})
    assert told not in bench.load(map=toml, dry_run=True).text()


def test_a_day_alone_hides_no_time(bench: Bench) -> None:
    """A date may have a time of the program that wrote it; it is read as a day from every kind of file."""
    header, *rows = table(BASE["episodes"])
    at = header.index("started_on")
    for row in rows:
        row[at] = (datetime.fromisoformat(str(row[at])) + timedelta(hours=9), "yyyy-mm-dd")
    (bench.folder / "episodes.csv").unlink()
    write_book(bench.folder / "episodes.xlsx", {"Sheet1": [header, *rows]})
    report = bench.load()
    assert "a time of day" not in report.text()
    assert report.turned_away == 0


def test_dates_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.title = "Sheet1"
    book.active.append([date(2026, 3, 9), datetime(2026, 3, 9, 15)])
    book.save(tmp_path / "mac.xlsx")
    assert cells(tmp_path / "mac.xlsx") == [["2026-03-09", "2026-03-09 15:00:00"]]


def test_dates_and_texts_as_other_programs_write_them(tmp_path: Path) -> None:
    path = raw_sheet(
        tmp_path / "x.xlsx",
        '<row><c t="d"><v>2026-03-09</v></c><c t="d"><v>2026-03-09T15:00:00</v></c>'
        '<c t="str"><v>given</v></c><c t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r></is></c>'
        '<c t="inlineStr"><is><r><t>one</t></r></is></c><c t="inlineStr"><is/></c>'
        '<c t="b"><v>1</v></c><c><v>4.5E1</v></c></row>',
    )
    expected = ["2026-03-09", "2026-03-09 15:00:00", "given", "rich text", "one", "", "true", "45"]
    assert cells(path) == [expected]


NAMES = {"A": "session_id", "B": "client_id", "C": "status", "D": "minutes_attended", "E": "age"}
HEADER = "".join(f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in NAMES.items())
CELLS = f'<row r="1">{HEADER}</row>'


def attended(line: int, minutes: str, age: str = "") -> str:
    text = '<c r="{}{}" t="str"><v>{}</v></c>'
    given = "".join(
        text.format(*part) for part in (("A", line, "S1"), ("B", line, "C1"), ("C", line, "late"))
    )
    return f'<row r="{line}">{given}{minutes}{age}</row>'


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="D2" t="e"><v>#N/A</v></c>', "column D holds the error #N/A"),
        ('<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "column D holds the error #DIV/0!"),
        ('<c r="D2"><f>60+60</f></c>', "column D holds a formula whose value was never stored"),
        ('<c r="D2"><f>60+60</f><v></v></c>', "column D holds a formula whose value was never stored"),
        ('<c r="D2"><f t="shared" si="0"/></c>', "column D holds a formula whose value was never stored"),
    ],
)
def test_a_cell_without_a_value_is_no_empty_one(bench: Bench, tmp_path: Path, cell: str, told: str) -> None:
    (bench.folder / "attendance.csv").unlink()
    path = raw_sheet(bench.folder / "attendance.xlsx", CELLS + attended(2, cell))
    [reject] = bench.rejects()
    assert (reject["file"], reject["line"], reject["column"]) == ("attendance.xlsx", "2", "")
    assert reject["reason"].startswith(told)
    assert bench.rows("select count(*) from clinic.attendance") == [(0,)]
    # it is not taken for mended because it is tried again
    assert bench.load([], retry=tmp_path / "rejects.csv").turned_away == 1
    raw_sheet(path, CELLS + attended(2, "", cell.replace("D2", "E2")))
    report = bench.load()
    assert report.tables["attendance"].new == 1, "the column is not read"


def test_stored_values_of_formulas_are_read(bench: Bench) -> None:
    (bench.folder / "attendance.csv").unlink()
    minutes = '<c r="D2"><f>60+60</f><v>120</v></c>'
    empty = '<c r="D3" t="str"><f>IF(TRUE,"","x")</f><v></v></c>'
    path = bench.folder / "attendance.xlsx"
    raw_sheet(path, CELLS + attended(2, minutes) + attended(3, empty).replace(">S1<", ">S2<"))
    assert bench.load().turned_away == 0
    kept = "select minutes_attended from clinic.attendance order by session_id"
    assert bench.rows(kept) == [(120,), (None,)]
    # a program that cannot calculate stores 0, and asks for a calculation
    edited(path, "xl/workbook.xml", "<calcPr ", '<calcPr fullCalcOnLoad="1" ')
    assert bench.load().turned_away == 2


def test_a_header_that_is_no_text_is_refused(bench: Bench, tmp_path: Path) -> None:
    path = raw_sheet(tmp_path / "attendance.xlsx", '<row r="4"><c r="AB4"><f>A1</f></c></row>')
    with pytest.raises(
        RequestError, match=r"header of attendance\.xlsx cannot be read: cell AB4 holds a formula"
    ):
        bench.load(path)


def test_a_date_that_excel_cannot_show_is_turned_away(bench: Bench) -> None:
    (bench.folder / "attendance.csv").unlink()
    row = [*BASE_SHEETS["attendance"][1][:3], (1e9, "yyyy-mm-dd")]
    path = write_book(bench.folder / "attendance.xlsx", {"x": [BASE_SHEETS["attendance"][0], row]})
    [reject] = bench.rejects()
    assert reject["reason"] == "column D holds a date that Excel cannot show"
    assert path.exists()


# ---- what is no workbook, and what changes meanwhile


def test_what_cannot_be_read_is_one_sentence_and_nothing_is_lost(bench: Bench, tmp_path: Path) -> None:
    bench.load()
    before = bench.bytes()
    good = write_book(tmp_path / "good.xlsx", {"attendance": BASE_SHEETS["attendance"]}).read_bytes()
    again = "cannot be read as an Excel workbook .*; open it in Excel and save it again as .xlsx"
    path = tmp_path / "attendance.xlsx"
    cut = good[: len(good) // 2]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    other = path.read_bytes()
    for data, told in [
        (b"", again), (b"a,b\n1,2\n", again), (cut, again), (other, again),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected with a password, or is an old .xls"),
    ]:  # fmt: skip
        path.write_bytes(data)
        with pytest.raises(RequestError, match=told) as caught:
            bench.load(path)
        assert "\n" not in str(caught.value)
    path.write_bytes(good)
    edited(path, "xl/worksheets/sheet1.xml", "</row>", "<row>")
    with pytest.raises(RequestError, match=rf"attendance.xlsx, sheet attendance {again}"):
        bench.load(path)
    path.unlink()
    path.mkdir()
    assert bench.bytes() == before


def test_a_workbook_that_cannot_be_read_and_that_nobody_wants_stops_no_import(
    bench: Bench, tmp_path: Path
) -> None:
    """The whole folder was not loaded. One that may hold a table still stops it."""
    sheet = "xl/worksheets/sheet1.xml"
    other = edited(write_book(bench.folder / "rota.xlsx", {"May": [["x"]]}), sheet, "<c ", "<c <")
    report = bench.load()
    assert report.unknown_files == ["rota.xlsx"]
    with pytest.raises(RequestError, match=r"rota\.xlsx, sheet May cannot be read as an Excel workbook"):
        bench.load([other])
    edited(write_book(other, {"May": [["x"]], "Events": [["x"]]}), sheet, "<c ", "<c <")
    with pytest.raises(RequestError, match="; take it out of its folder where it is no extract"):
        bench.load()
    other.write_bytes(b"nothing that can be read")
    with pytest.raises(RequestError, match="; take it out of its folder where it is no extract"):
        bench.load()
    toml = tmp_path / "map.toml"
    toml.write_text('ignore = ["rota"]\n')
    assert bench.load(map=toml).unknown_files == []


def test_damage_anywhere_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "attendance.xlsx"
    good = write_book(path, {"attendance": BASE_SHEETS["attendance"]}).read_bytes()
    whole, told = cells(path, "attendance"), 0
    for at in range(0, len(good), 97):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        try:
            assert cells(path, "attendance") == whole
        except RequestError as error:
            told += 1
            assert str(path) in str(error)
        except KeyError:  # the sheet is called otherwise now
            continue
    assert told > 10


def test_a_bomb_is_refused(bench: Bench, tmp_path: Path) -> None:
    path = write_book(tmp_path / "attendance.xlsx", {"attendance": BASE_SHEETS["attendance"]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as out:
        for _ in range(150):
            out.write(b" " * 2**20)
    with pytest.raises(RequestError, match="would unpack to more than 100 times its size"):
        bench.load(path)


def test_a_chart_has_no_rows(bench: Bench, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("Attendance").add_chart(BarChart())
    book.active.title = "clients"
    book.active.append(["client_id"])
    book.save(tmp_path / "book.xlsx")
    with pytest.raises(RequestError, match=r"book\.xlsx: the sheet Attendance is a chart, which has no rows"):
        bench.load(tmp_path / "book.xlsx")


def test_a_workbook_that_changes_or_vanishes_meanwhile_is_read_as_it_was(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", {"Sheet1": [["a"], ["b"]], "Sheet2": [["c"]]})
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    book = Book(path)
    rows = book.rows("Sheet1")
    next(rows)
    write_book(path, {"Sheet1": [["other"]]})
    path.unlink()
    assert [row.texts for row in rows] == [["b"]]
    assert [row.texts for row in book.rows("Sheet2")] == [["c"]]
    assert book.sha256 == sha256
    with pytest.raises(RequestError, match=r"x\.xlsx cannot be read: No such file"):
        Book(path)


# ---- a whole clinic


@pytest.mark.long
def test_the_sample_as_one_workbook_is_the_same_database(bench: Bench, tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    with staging() as place:
        for name in contract.contract().tables:
            [path] = SAMPLE.glob(f"{name}.*")
            sheet = book.create_sheet(name)
            if path.suffix == ".csv":
                with path.open(encoding="utf-8", newline="") as file:
                    for row in csv.reader(file):
                        sheet.append([text or None for text in row])
            else:
                found = place.cursor.rows(f"select * from read_parquet('{path}')")
                sheet.append(list(found.columns))
                for values in found.rows:
                    sheet.append([";".join(v) if isinstance(v, list) else v for v in values])
    (tmp_path / "book").mkdir()
    book.save(tmp_path / "book" / "clinic.xlsx")
    shutil.copy(SAMPLE / "clinic.toml", tmp_path / "book")
    report = bench.load(tmp_path / "book")
    assert report.turned_away == 0
    assert not report.unknown_files
    files = Bench(SAMPLE, Engine(tmp_path / "files.duckdb"), bench.library, bench.at)
    files.load()
    ours, theirs = whole(bench), whole(files)
    assert set(ours) == set(theirs) and len(ours["attendance"]) > 1000
    for name, rows in ours.items():
        assert rows == theirs[name], name


def whole(bench: Bench) -> dict[str, list[tuple[Any, ...]]]:
    """Every cell of every table, versions included; of the log of loads the counts alone."""
    tables = bench.rows("select table_name from duckdb_tables() where database_name = 'clinic'")
    found = {name: bench.rows(f"select * from clinic.{name} order by all") for (name,) in tables}
    del found["schema_version"]  # when the file was made
    found["loads"] = bench.rows("select table_name, rows_read, rows_new from clinic.loads order by all")
    return found
