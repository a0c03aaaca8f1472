"""Rows that conform are typed in one quick pass; what it is not sure of is read again, as text."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from caseboard.store import csv_to_parquet, write_parquet
from tests.intake.conftest import Bench

TYPES = {
    "client_id": "varchar",
    "logged_on": "date",
    "craving": "double",
    "exercise_minutes": "integer",
    "mindfulness_minutes": "double",
    "used": "boolean",
    "triggers": "varchar",
    "entered_at": "timestamp",
}


def logs(count: int, **more: Any) -> list[dict[str, Any]]:
    """Daily logs of one client, a day each, with every column of TYPES."""
    first = date(2015, 1, 1)
    row = {**dict.fromkeys(TYPES, ""), "client_id": "C1", "craving": "3.5", **more}
    return [{**row, "logged_on": first + timedelta(days=day)} for day in range(count)]


def write(bench: Bench, rows: list[dict[str, Any]], parquet: bool) -> None:
    """The rows as a CSV file, or as a Parquet file with the contract's own types."""
    bench.write(daily_logs=rows)
    if parquet:
        path = bench.folder / "daily_logs.csv"
        csv_to_parquet(path, path.with_suffix(".parquet"), TYPES)
        path.unlink()


@pytest.mark.parametrize("parquet", [False, True])
def test_one_bad_row_at_the_end(bench: Bench, parquet: bool) -> None:
    rows = logs(3000)
    rows[-1]["logged_on"] = "2300-01-01"
    write(bench, rows, parquet)
    [reject] = bench.rejects()
    assert (reject["column"], reject["value"]) == ("logged_on", "2300-01-01")
    assert reject["reason"] == "an impossible date or time"
    assert int(reject["line"]) == (3000 if parquet else 3001)
    found = bench.rows("select count(*), max(logged_on), sum(craving) from clinic.daily_logs")
    assert found == [(2999, date(2015, 1, 1) + timedelta(days=2998), 2999 * 3.5)]


@pytest.mark.parametrize("parquet", [False, True])
@pytest.mark.parametrize(
    "names",
    [
        ["rowid", "filename", "line", "problem", "rid", "{file}", "{start}", "{where}"],
        ["ROWID"],
        ["file_row_number"],  # such a Parquet file is read in another way
    ],
)
def test_a_column_may_be_called_like_the_place_of_a_row(
    bench: Bench, parquet: bool, names: list[str]
) -> None:
    rows = logs(40)
    rows[-1]["craving"] = "11"
    bench.write(daily_logs=[{**row, **dict.fromkeys(names, "mine")} for row in rows])
    if parquet:
        path = bench.folder / "daily_logs.csv"
        types = {**TYPES, **dict.fromkeys(names, "varchar")}
        csv_to_parquet(path, path.with_suffix(".parquet"), types)
        path.unlink()
    [reject] = bench.rejects()
    assert (reject["column"], reject["line"]) == ("craving", "40" if parquet else "41")
    assert reject["row"].count("mine") == len(names)
    assert bench.rows("select count(*), sum(craving) from clinic.daily_logs") == [(39, 39 * 3.5)]


@pytest.mark.parametrize("parquet", [False, True])
def test_a_column_that_is_bad_from_top_to_bottom(bench: Bench, parquet: bool) -> None:
    write(bench, logs(2100, mindfulness_minutes="1.5"), parquet)
    rejects = bench.rejects()
    assert {(r["column"], r["value"], r["reason"]) for r in rejects} == {
        ("mindfulness_minutes", "1.5", "not a whole number")
    }
    first = 1 if parquet else 2
    assert [int(r["line"]) for r in rejects] == list(range(first, 2100 + first))


@pytest.mark.parametrize("parquet", [False, True])
def test_the_same_key_twice_among_rows_that_all_conform(bench: Bench, parquet: bool) -> None:
    rows = logs(100)
    write(bench, [*rows, {**rows[7], "craving": "4.0"}, rows[8]], parquet)
    [reject] = bench.rejects()
    later = 101 if parquet else 102
    assert reject["reason"] == f"the same key stands again, with other values, on line {later}"
    assert bench.rows("select count(*), sum(craving) from clinic.daily_logs") == [(100, 350.5)]


ODD = {
    "client_id": ["", " ", " C2", "C2\u00a0", "\tC2", "C9"],
    "logged_on": ["", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "infinity", "2026-02-03"],
    "craving": ["-0.0", "0.1", "1e-300", "10.000000000000002", "nan", "inf", "-1.0"],
    "exercise_minutes": ["0", "1440", "1441", "-1", "-2147483648", "2147483647"],
    "mindfulness_minutes": ["3.0", "3.5", "-0.0", "nan", "1e+300", "2147483648.0"],
    "used": ["true", "false"],
    "triggers": ["", "  ", " a ", "\u00a0", "'; drop table clients --", "NULL"],
    "entered_at": ["", "1899-12-31 23:59:59.999999", "2026-02-03 10:00:00.5", "2199-12-31 23:59:59",
                   "2200-01-01 00:00:00", "2200-01-01 00:00:01", "infinity"],
}  # fmt: skip


def test_odd_values_come_out_the_same_from_text_and_from_their_own_types(
    bench: Bench, tmp_path: Path, library: Any
) -> None:
    rows = logs(sum(map(len, ODD.values())))
    for row, (column, value) in zip(rows, ((c, v) for c in ODD for v in ODD[c]), strict=True):
        row[column] = value
    found = []
    for parquet in (False, True):
        engine = type(bench.engine)(tmp_path / f"{parquet}.duckdb")
        one = Bench(bench.folder, engine, library)
        write(one, rows, parquet)
        rejects = [(int(r["line"]) + parquet, r["column"], r["value"], r["reason"]) for r in one.rejects()]
        stored = one.rows("select * from clinic.daily_logs order by all")
        found.append((rejects, [repr(row) for row in stored]))
        assert {row[0] for row in stored} == {"C1", "C2"}
        assert {row[10] for row in stored} == {None, " a ", "'; drop table clients --", "NULL"}
    assert found[0] == found[1]
    assert len(found[0][0]) > 20
    assert len(found[0][1]) > 15
    times = [value for _, column, value, _ in found[0][0] if column == "entered_at"]
    assert times == [one for one in ODD["entered_at"] if one and one[:4] not in ("2026", "2199")]


def test_days_that_only_duckdb_would_read_are_no_days(bench: Bench) -> None:
    rows = logs(4)
    days = ["2015-1-5", "2015-01-06 10:00:00+02", "2015-01-07\n", "2015-01-08 "]
    for row, day in zip(rows, days, strict=True):
        row["logged_on"] = day
    write(bench, rows, False)
    assert [reject["value"] for reject in bench.rejects()] == days[:3]


def test_a_file_of_dates_with_times_is_no_trouble(bench: Bench) -> None:
    rows = logs(50)
    for row in rows:
        row["logged_on"] = f"{row['logged_on']} 00:00"
    write(bench, rows, False)
    assert bench.load().tables["daily_logs"].new == 50
    assert bench.rows("select max(logged_on) from clinic.daily_logs") == [(date(2015, 2, 19),)]


def test_an_empty_text_of_a_parquet_file_is_nothing(bench: Bench) -> None:
    bench.load()
    columns = ["client_id", "logged_on", "craving", "triggers", "coping_skill"]
    types = ["VARCHAR", "DATE", "DOUBLE", "VARCHAR", "VARCHAR"]
    day = date(2026, 2, 3)
    rows = [("C1", day, 3.5, "", ""), ("", day, 3.5, None, None), ("C2", day, None, "home", "")]
    write_parquet(bench.folder / "daily_logs.parquet", columns, types, rows)
    [reject] = bench.rejects(source=bench.folder / "daily_logs.parquet")
    assert (reject["line"], reject["column"], reject["reason"]) == ("2", "client_id", "empty")
    assert bench.rows("select client_id, triggers, coping_skill from clinic.daily_logs order by 1") == [
        ("C1", None, None),
        ("C2", "home", None),
    ]
