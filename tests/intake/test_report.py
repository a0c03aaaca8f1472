"""What an import says when it is done."""

from __future__ import annotations

from caseboard.intake import Report
from caseboard.intake.report import TableReport


def test_the_report_counts_in_a_table_and_names_the_commonest_reasons_first() -> None:
    clients = TableReport("clients", read=1234, new=1200, changed=3, unchanged=1, turned_away=30, closed=7)
    visits = TableReport("visits\x1b[2J訪.csv", read=1, turned_away=1)  # a file by itself
    report = Report({"clients": clients, visits.table: visits}, rejects="out.csv", written=True)
    report.unknown_columns = {"a\x9b.csv": ["x\u202ey", "z"]}
    report.unknown_files = ["c\x07.csv", "d.csv"]
    report.notes = ["e\x7f"]
    report.reasons = {("clients", "name", f"r{n:02}"): 2 for n in range(13)}
    report.reasons |= {("clients", "sex", "rare"): 1, (visits.table, "", "\x9d0;t"): 4}
    assert report.text().splitlines() == [
        "table              read    new  changed  unchanged  turned away  closed",
        "clients           1,234  1,200        3          1           30       7",
        "visits␛[2J訪.csv      1      0        0          0            1       0",
        "together          1,235  1,200        3          1           31       7",
        "a\ufffd.csv: unknown columns, kept out: xy, z",
        "Files that are no extracts, passed over: c␇.csv, d.csv",
        "e␡",
        "turned away, visits␛[2J訪.csv: \ufffd0;t (4 rows)",
        *(f"turned away, clients.name: r{n:02} (2 rows)" for n in range(11)),
        "... and 3 more reasons",
        "31 rows turned away, written to out.csv.",
    ]


def test_a_report_of_one_table_has_no_sum_and_of_one_row_no_plural() -> None:
    report = Report({"clients": TableReport("clients", read=1, turned_away=1)}, written=True)
    report.reasons = {("clients", "name", f"r{n:02}"): 1 for n in range(12)}
    assert report.text().splitlines()[1:] == [
        "clients     1    0        0          0            1       0",
        *(f"turned away, clients.name: r{n:02} (1 row)" for n in range(12)),
        "1 row turned away; run again with --rejects FILE to get each with its line, value and reason.",
    ]
    assert Report().text() == "Nothing was new, so nothing was written."
    assert Report(rejects="out.csv", written=True).text() == ""
    assert Report(dry_run=True).text() == "A dry run: nothing was written."
