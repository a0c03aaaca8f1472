"""Results written as Excel workbooks, and read back."""

from __future__ import annotations

import math
import os
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseboard.errors import RequestError
from caseboard.formats import workbook as writing
from caseboard.formats import write
from caseboard.intake.workbook import Book
from tests.test_formats import HOSTILE, TYPES, Given, asked, label, texts


@dataclass(frozen=True)
class Named(Given):
    name: str = ""


def written(result: Given, path: Path) -> Any:
    """The sheet as openpyxl reads it; nothing in it is a formula, and nothing else lies beside it."""
    path.touch()
    assert write(result, "xlsx", path) is None
    with zipfile.ZipFile(path) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")
    assert [other for other in path.parent.iterdir() if path.name in other.name] == [path]
    [sheet] = openpyxl.load_workbook(path).worksheets
    return sheet


def visible(text: str) -> str:
    """What becomes of a text: line ends are Excel's, and what XML forbids is seen."""
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    for code in [*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]:
        if chr(code) not in "\t\n":
            shown = shown.replace(chr(code), chr(0x2400 + code) if code < 0x20 else "\ufffd")
    return shown


def test_types_stay_and_the_header_stands_out(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 9, 15, 30, 1)
    rows = [(date(2026, 3, 9), moment, time(9, 5), 7, 2.5, True, Decimal("1.50"), "00123", None, ["a", "b"])]
    names = ["day", "at", "clock", "whole", "number", "yes", "exact", "id", "nothing", "list"]
    sheet = written(Named(names, ["x"] * 10, rows, name="panes/needs_more: [1]?"), tmp_path / "x.xlsx")
    assert sheet.title == "panes needs_more   1"
    assert sheet.freeze_panes == "A2"
    header, row = sheet.iter_rows()
    assert [(cell.value, cell.font.b) for cell in header] == [(name, True) for name in names]
    assert [cell.value for cell in row] == [
        datetime(2026, 3, 9), moment, time(9, 5), 7, 2.5, True, 1.5, "00123", None, '["a", "b"]',
    ]  # fmt: skip
    assert "".join(cell.data_type for cell in row) == "dddnnbnsns"
    assert [cell.number_format for cell in row][:3] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"]
    assert 8 <= sheet.column_dimensions["A"].width <= 20 < sheet.column_dimensions["B"].width


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10**15, str(10**15)),
        (-(2**62) - 1, str(-(2**62) - 1)),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (Decimal("12345678901234.567"), "12345678901234.567"),
        (date(1900, 2, 28), "1900-02-28"),
        (datetime(1850, 1, 1, 9), "1850-01-01 09:00:00"),
        (datetime(2026, 3, 9, 15, 0, 0, 1), "2026-03-09 15:00:00.000001"),
        (time(9, 0, 0, 1), "09:00:00.000001"),
        (datetime.fromisoformat("2026-03-09 15:00+02:00"), "2026-03-09 15:00:00+02:00"),
        (timedelta(days=1, hours=2), "1 day 02:00:00"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        (b"\xaa", "\\xAA"),
        ({"a": [1, None]}, '{"a": [1, null]}'),
        ("=1+1", "=1+1"),
        ("#N/A", "#N/A"),
        ("1e5", "1e5"),
    ],
)
def test_what_excel_would_change_is_text(tmp_path: Path, value: Any, text: str) -> None:
    [_, [cell]] = written(Given(["x"], ["x"], [(value,)]), tmp_path / "x.xlsx").iter_rows()
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("value", [999_999_999_999_999, Decimal("1234567890.12345"), 0.1, -1e-9, 1.5e300])
def test_numbers_that_excel_keeps_are_numbers(tmp_path: Path, value: Any) -> None:
    [_, [cell]] = written(Given(["x"], ["x"], [(value,)]), tmp_path / "x.xlsx").iter_rows()
    assert (cell.value, cell.data_type) == (float(value), "n")


@pytest.mark.parametrize("case", TYPES, ids=label)
def test_every_type_is_read_back_as_its_csv_has_it(case: tuple[str, str, Any, str], tmp_path: Path) -> None:
    kind, expression, _, as_csv = case
    written(asked(f"select ({expression})::{kind} as x, 1 as n"), tmp_path / "x.xlsx")
    [_, row] = Book(tmp_path / "x.xlsx").rows("caseboard")
    found, shown = row.texts[0], as_csv.removesuffix("000") if ".500000" in as_csv else as_csv
    if kind in ("DOUBLE", "FLOAT", "DECIMAL(9,2)", "DECIMAL(18,9)") and math.isfinite(float(shown)):
        assert float(found) == float(shown)
    else:
        assert found.removesuffix("000") == shown


WHOLE = st.integers(-(2**63), 2**63 - 1)
MOMENTS = st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1))
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.text(st.sampled_from(list("=+-@_x005Fa\r\n\t\x1b\ud800\ufffe <&>'\"")), max_size=12),
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(TEXTS, st.none() | WHOLE, MOMENTS, st.dates(), st.floats(-1e14, 1e14), st.booleans()),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(rows: list[tuple[Any, ...]]) -> None:
    names = ["text", "whole", "at", "day", "number", "yes"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        written(Given(names, ["x"] * 6, rows), path)
        found = [row.texts for row in Book(path).rows("caseboard")]
    assert found.pop(0) == names
    for row, (text, whole, moment, day, number, yes) in zip(found, rows, strict=True):
        shown = visible(text)
        assert row[0] == ("" if not shown or shown.isspace() else shown)
        assert row[1:4] == ["" if whole is None else str(whole), str(moment), str(day)]
        assert float(row[4]) == pytest.approx(number, rel=1e-14, abs=1e-300)
        assert row[5] == ("true" if yes else "false")


def test_hostile_texts_and_names_are_text(tmp_path: Path) -> None:
    sheet = written(texts(HOSTILE, name="=1+1"), tmp_path / "x.xlsx")
    header, *rows = sheet.iter_rows()
    assert (header[1].value, header[1].data_type) == ("=1+1", "s")
    for (_, cell), text in zip(rows, HOSTILE, strict=True):
        assert cell.data_type == "s" or not text
        assert (cell.value or "") == visible(text)


def test_what_no_sheet_can_hold_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.xlsx"
    most = "x" * 32_766
    written(texts([most + "x"]), path)
    for text in (most + "xx", most + "\U0001f600", most + "_x0041_"):
        with pytest.raises(RequestError, match="text of row 3, column B has more than the 32,767 characters"):
            write(texts(["", text]), "xlsx", path)
        assert list(tmp_path.iterdir()) == [path]
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    written(texts(["a", "b"]), path)
    with pytest.raises(
        RequestError, match=r"3 rows of 2 columns are more than an Excel sheet holds .* --limit"
    ):
        write(texts(["a", "b", "c"]), "xlsx", path)
    cut = Given(["n"], ["INTEGER"], [(1,), (2,)], total=3)
    assert write(cut, "xlsx", path) == "2 of 3 rows"
    with pytest.raises(RequestError, match="16,385 columns are more than an Excel sheet holds"):
        write(Given(["x"] * 16_385, ["INTEGER"] * 16_385, []), "xlsx", path)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("", "caseboard"), ("History", "caseboard"), ("'", "caseboard"), ("rule_state", "rule_state"),
        ("client/" + "x" * 40, "client " + "x" * 24), ("'a'", "a"), ("own\x1b.sql", "own␛.sql"),
    ],
)  # fmt: skip
def test_the_sheet_has_a_name_that_excel_allows(tmp_path: Path, name: str, title: str) -> None:
    assert written(Named(["x"], ["INTEGER"], [], name=name), tmp_path / "x.xlsx").title == title


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RequestError, match=r"/dev/full cannot be written \(No space left on device\)"):
        write(texts(["x"]), "xlsx", Path("/dev/full"))
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nothing_is_left_in_a_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("clients' data lie in a temporary folder")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refused)
    written(texts(["x"]), tmp_path / "x.xlsx")
    (tmp_path / "y.xlsx.sheet").write_text("somebody's own")
    seen = {}
    save = openpyxl.Workbook.save

    def saved(book: openpyxl.Workbook, out: Any) -> None:
        seen.update({path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob(".*")})
        save(book, out)

    monkeypatch.setattr(openpyxl.Workbook, "save", saved)
    write(texts(["x"]), "xlsx", tmp_path / "y.xlsx")
    assert list(seen.values()) == [0o600], "the rows lie beside it for a while, their owner's alone"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.xlsx", "y.xlsx", "y.xlsx.sheet"]
    assert (tmp_path / "y.xlsx.sheet").read_text() == "somebody's own"
