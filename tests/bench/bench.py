"""The ratios of the house plan, measured side by side in one interleaved run: python -m tests.bench.bench

Nothing here gates a test run. Every number is a median over rounds; only ratios mean anything on another
machine. `--clients 1000 5000 100000 1000000` sets the sizes of the board, `--rounds` how often each thing is
done, `--more` adds the keys of the app, `evaluate` and `simulate` (minutes). The screens of the clinics are
the sample's open clients with 12 weeks of data, copied.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from math import log
from pathlib import Path

import duckdb

from caseboard.intake import import_extracts
from caseboard.library import Clinic, Library
from caseboard.library.script import compiled
from caseboard.store import Cursor, Engine
from caseboard.tui.client.gather import gather_client
from caseboard.tui.gather import gather
from tests.bench import board_keys, outcomes
from tests.conftest import ROOT, SAMPLE

LAST = date(2026, 3, 15)
MOST_IN_PYTHON = 200_000  # rows of the board; of more, nothing that takes them all into Python is measured
READ = (
    "clients", "episodes", "leaves", "sessions", "attendance", "survey_items", "survey_scores", "form_scores",
    "drug_screens", "daily_logs", "goals", "goal_ratings", "supports", "events", "plan_reviews",
)  # fmt: skip
BARE_APP = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    def compose(self):
        yield Static("bare app is painted")
        yield Footer()
Bare().run()
"""
BARE_RUN = """
import sys, csv, duckdb
con = duckdb.connect()
for statement in duckdb.extract_statements(open(sys.argv[1]).read()):
    con.execute(statement)
    rows = con.fetchall()
csv.writer(sys.stdout).writerows(rows)
"""


def seconds(do: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def process(*arguments: str) -> float:
    """How long a process takes from start to end, its output dropped."""
    return seconds(lambda: subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True))


def painted(marks: list[bytes], *arguments: str) -> list[float]:
    """Seconds from the start of a terminal program until each mark stands on its screen, 120x40."""
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp(arguments[0], arguments)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, found = b"", []
    while len(found) < len(marks) and time.perf_counter() - started < 30:
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 65536)
            while len(found) < len(marks) and marks[len(found)] in seen:
                found.append(time.perf_counter() - started)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    if len(found) < len(marks):
        raise RuntimeError(f"{arguments} never painted {marks[len(found)]!r}")
    return found


def medians(rounds: int, **what: Callable[[], float | list[float]]) -> dict[str, float]:
    """The median of each measurement, taken in turn; a list gives name0, name1, ..."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, measure in what.items():
            value = measure()
            for place, item in enumerate(value if isinstance(value, list) else [value]):
                times.setdefault(f"{name}{place}" if isinstance(value, list) else name, []).append(item)
    return {name: statistics.median(values) for name, values in times.items()}


def grow(source: Path, target: Path, clients: int, library: Library) -> None:
    """A clinic of about `clients` open clients: the sample's open ones with 12 weeks of data, copied."""
    open_ids = [row["client_id"] for row in Clinic(library, source).run("open_client").records()]
    copies = max(1, round(clients / len(open_ids)))
    with Engine(target).writing(create=True) as cursor:
        cursor.execute(f"attach '{source}' as source (read_only)")
        cursor.execute("create temp table kept as select unnest($1::varchar[]) as client_id", [open_ids])
        cursor.execute(f"create temp table copy as select '-' || i as suffix from range({copies}) as t(i)")
        since = f"date '{LAST - timedelta(days=84)}'"
        day = {
            "attendance": "known_from", "survey_items": "given_on", "survey_scores": "given_on",
            "form_scores": "given_on", "drug_screens": "coalesce(due_on, collected_on)",
            "daily_logs": "logged_on",
        }  # fmt: skip
        for (table,) in cursor.rows(
            "select table_name from duckdb_tables() where database_name = 'source' "
            "and table_name <> 'schema_version' and estimated_size > 0"
        ).rows:
            own = [row[0] for row in cursor.rows(f"describe source.{table}").rows]
            if "client_id" not in own:
                cursor.execute(f"insert into clinic.{table} select * from source.{table}")
                continue
            changed = ["client_id", *(["goal_id"] if table == "goals" else [])]
            renamed = ", ".join(f"{name} || suffix as {name}" for name in changed)
            where = f" and {day[table]} >= {since}" if table in day else ""
            cursor.execute(
                f"insert into clinic.{table} select own.* replace ({renamed}) "
                f"from source.{table} as own cross join copy "
                f"where client_id in (from kept){where} order by client_id"
            )
        cursor.execute("detach source")


def scan(con: duckdb.DuckDBPyConnection) -> float:
    """A hash of every stored value of the tables that the board reads, in seconds."""
    queries = []
    for table in READ:
        names = ", ".join(row[0] for row in con.execute(f"describe clinic.{table}").fetchall())
        queries.append(f"select bit_xor(hash({names})) from clinic.{table}")
    return seconds(lambda: [con.execute(query).fetchall() for query in queries])


def boards(path: Path, library: Library, rounds: int) -> dict[str, float]:
    """Seconds of the whole board: in DuckDB, with its rows in Python, of one clinician; of the page of one
    client, alone and after its board, as in the app; and of one scan.
    """
    clinic, opened = Clinic(library, path), Clinic(library, path)
    with clinic.asking(LAST) as asking:
        asking.prepare(library.get("facts/attendance_fact"))
        people, first, one, share = asking.cursor.only(
            "select count(*), min(client_id), min(clinician_id), "
            "avg((clinician_id = (select min(clinician_id) from open_client))::integer) from open_client"
        )
    board = library.get("panes/board")

    def inside() -> None:
        with clinic.asking(LAST) as asking:
            asking.prepare(board)
            asking.cursor.execute(f"create or replace temp table board_rows as\n{board.sql}")

    with duckdb.connect() as con:
        con.execute(f"attach '{path}' as clinic (read_only)")
        scan(con)
        inside()
        measured: dict[str, Callable[[], float | list[float]]] = {
            "scan": lambda: scan(con),
            "inside": lambda: seconds(inside),
            "one": lambda: seconds(
                partial(clinic.run, "panes/board", as_of=LAST, parameters={"of_clinician": one})
            ),
            "page": lambda: seconds(partial(gather_client, clinic, first, LAST)),
        }
        if people <= MOST_IN_PYTHON:
            gather(opened, LAST, keep=True)
            page_after = partial(gather_client, opened, first, LAST)
            measured["page_after"] = lambda: seconds(page_after)
            measured["handed"] = lambda: seconds(partial(clinic.run, "panes/board", as_of=LAST))
        found = medians(rounds, **measured)
    clinic.close()
    opened.close()
    return {**found, "share": share, "people": people}


def copied(source: Path, folder: Path) -> list[float]:
    """Seconds of DuckDB's own typed load of an extract's files into the same tables: from no file to a closed
    one, as an import goes, and the statements alone, whose rows may still lie in the log.
    """
    target = folder / "copied.duckdb"
    begun = time.perf_counter()
    with duckdb.connect(str(target)) as con:
        con.execute((ROOT / "queries/schema/0001_extracts.sql").read_text(encoding="utf-8"))
        tables = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
        ready = time.perf_counter()
        for path in source.iterdir():
            if path.suffix in (".csv", ".parquet") and path.stem in tables:
                con.execute(
                    f"insert into {path.stem} by name select *, now()::timestamp as known_from from '{path}'"
                )
        loaded = time.perf_counter()
    closed = time.perf_counter()
    target.unlink()
    return [closed - begun, loaded - ready]


def loaded(source: Path, folder: Path, library: Library) -> float:
    """caseboard's import of the same files into a new file, in seconds."""
    target = folder / "loaded.duckdb"
    taken = seconds(lambda: import_extracts(source, Engine(target), library))
    target.unlink()
    return taken


def main() -> None:
    """Measure everything and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--clients", type=int, nargs="*", default=[1000, 5000])
    options.add_argument("--load", type=int, default=2000, help="clients of the larger import")
    options.add_argument("--more", action="store_true", help="keys, evaluate and simulate as well")
    chosen = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is not compiled at every start
    library = Library.load()
    rows: list[tuple[str, float, str, float, str]] = []
    growth: list[str] = []

    def ratio(what: str, took: float, over: str, base: float, goal: str) -> None:
        rows.append((what, took, over, base, goal))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = folder / "sample.duckdb"
        import_extracts(SAMPLE, Engine(sample), library)
        script = folder / "board.sql"
        # The script's views are for any shell; a run has them bound when they are used, and so has its base.
        text = compiled(Clinic(library, sample), "panes/board")
        text = re.sub(r"(?m)^(create or replace view \S+) as$", rf"\1{Cursor.view_options} as", text)
        script.write_text(text, encoding="utf-8")
        python, own = sys.executable, [sys.executable, "-m", "caseboard"]
        got = medians(
            chosen.rounds,
            python=lambda: process(python, "-c", "pass"),
            version=lambda: process(*own, "--version"),
            bare_run=lambda: process(python, "-c", BARE_RUN, str(script)),
            run=lambda: process(*own, "run", "panes/board", "--db", str(sample), "--format", "csv"),
            bare_app=lambda: painted([b"bare app"], python, "-c", BARE_APP),
            app=lambda: painted([b"loading", b"Holding course"], *own, "--db", str(sample)),
            copied=lambda: copied(SAMPLE, folder),
            loaded=lambda: loaded(SAMPLE, folder, library),
        )
        ratio("caseboard --version", got["version"], "python -c pass", got["python"], "<= 3")
        ratio("caseboard run panes/board", got["run"], "bare Python, same SQL", got["bare_run"], "<= 1.3")
        ratio("first paint", got["app0"], "bare Textual app", got["bare_app0"], "<= 1.25")
        ratio("board filled", got["app1"], "bare Textual app", got["bare_app0"], "<= 2.6")
        ratio("import of the sample", got["loaded"], "DuckDB's typed load", got["copied0"], "<= 2")
        ratio("import of the sample", got["loaded"], "its statements alone", got["copied1"], "")
        if chosen.load:
            extract = folder / "extract"
            process(*own, "simulate", str(extract), "--clients", str(chosen.load), "--seed", "1")
            got = medians(
                min(3, chosen.rounds),
                copied=lambda: copied(extract, folder),
                loaded=lambda: loaded(extract, folder, library),
            )
            what = f"import of {chosen.load:,} simulated clients"
            ratio(what, got["loaded"], "DuckDB's typed load", got["copied0"], "<= 2")
            ratio(what, got["loaded"], "its statements alone", got["copied1"], "")
            shutil.rmtree(extract)
        before: tuple[float, float] | None = None
        for clients in chosen.clients:
            path = folder / f"{clients}.duckdb"
            grow(sample, path, clients, library)
            got = boards(path, library, chosen.rounds if clients < 50_000 else min(3, chosen.rounds))
            path.unlink()
            what = f"board of {got['people']:,.0f}"
            goal = {1000: "60 ms", 5000: "150 ms", 100_000: "<= 15"}.get(clients, "")
            ratio(what, got["inside"], "one scan of its tables", got["scan"], goal)
            if "handed" in got:
                ratio(f"{what}, rows in Python", got["handed"], "one scan of its tables", got["scan"], "")
            of_one = f"{what}, one clinician ({got['share']:.0%})"
            ratio(of_one, got["one"], "the whole board", got.get("handed", got["inside"]), "")
            page = f"a client's page of {got['people']:,.0f}"
            ratio(page, got["page"], "the whole board", got["inside"], "")
            if "page_after" in got:
                ratio(f"{page}, after its board", got["page_after"], "the whole board", got["inside"], "")
            if before is not None:
                power = log(got["inside"] / before[1]) / log(got["people"] / before[0])
                growth.append(
                    f"{before[0]:,.0f} to {got['people']:,.0f} clients: to the power of {power:.2f}"
                )
            before = (got["people"], got["inside"])
    print(f"{'what':44} {'ms':>9}   {'held against':24} {'ms':>8} {'ratio':>7}  goal")
    for what, took, over, base, goal in rows:
        print(f"{what:44} {took * 1000:9.1f}   {over:24} {base * 1000:8.1f} {took / base:7.2f}  {goal}")
    for line in growth:
        print(f"time with clients, from {line}")
    if chosen.more:
        print()
        asyncio.run(board_keys.measure(5000, chosen.rounds))
        print()
        print(outcomes.table(outcomes.measure()))


if __name__ == "__main__":
    main()
