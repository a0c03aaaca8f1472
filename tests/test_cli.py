"""The command line: data on stdout, words on stderr, one sentence and the right exit code for a mistake."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from caseboard import __version__, cli, settings
from caseboard.library import Clinic, Library, Result
from caseboard.library.examples import Outcome
from caseboard.library.script import compiled
from caseboard.store import Engine
from tests.conftest import SAMPLE

Call = Callable[..., tuple[int, str, str]]


def test_version(caseboard: Call) -> None:
    assert caseboard("--version") == (0, f"caseboard {__version__}\n", "")


def test_the_sample_is_printed_plain_and_names_are_hidden_until_shown(
    caseboard: Call, sample: Clinic
) -> None:
    code, out, err = caseboard("board", "--plain")
    assert code == 0
    assert "INVENTED SAMPLE" in out
    assert "INVENTED SAMPLE" in err
    assert "15 Mar 2026" in out
    for pane in ("Needs more intensity", "Ready to step down", "Cannot say", "Holding course"):
        assert pane in out
    assert "\x1b" not in out
    cache = Path(os.environ["XDG_CACHE_HOME"]) / "caseboard"
    (first,) = cache.iterdir()
    stamp = first.stat().st_mtime_ns
    assert caseboard("--plain", "board")[1] == out
    names = [row["name"] for row in sample.run("panes/board").records()]
    shown = caseboard("board", "--plain", "--names", "shown")[1]
    assert not any(name in out for name in names)
    assert sum(name in shown for name in names) > len(names) / 2
    assert [(f, f.stat().st_mtime_ns) for f in cache.iterdir()] == [(first, stamp)]


def test_the_board_is_in_ascii_where_stdout_takes_no_more(caseboard: Call, sample_db: Path) -> None:
    """As in a pipe on Windows; an escaped sign is none that anybody can read."""
    ask = ("board", "--plain", "--db", str(sample_db))
    done = subprocess.run(
        [sys.executable, "-m", "caseboard", *ask],
        capture_output=True, env=os.environ | {"PYTHONIOENCODING": "cp1252"}, check=True,
    )  # fmt: skip
    assert done.stdout.decode("ascii").splitlines() == caseboard(*ask, "--ascii")[1].splitlines()


@pytest.mark.skipif(os.name == "nt", reason="terminals are POSIX")
def test_the_board_is_not_drawn_into_a_file_of_words(sample_db: Path, tmp_path: Path) -> None:
    """Textual draws on stderr: with that in a file the screen stayed dark, and the file held the board."""
    ours, theirs = os.openpty()
    words = tmp_path / "words"
    with words.open("w") as file:
        asked = subprocess.Popen(
            [sys.executable, "-m", "caseboard", "--db", str(sample_db)],
            stdin=theirs, stdout=theirs, stderr=file,
        )  # fmt: skip
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # what Linux says when nobody holds the other end
        while select.select([ours], [], [], 30)[0] and (read := os.read(ours, 65536)):
            shown += read
    asked.kill()
    os.close(ours)
    assert (asked.wait(), words.read_text()) == (0, "INVENTED SAMPLE: nobody in it is real.\n")
    assert "1 Needs more intensity" in shown.decode()


def test_the_flag_hides_names_or_shows_them_and_else_what_was_chosen_last(
    caseboard: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_plain", lambda *_, names_hidden, ascii_only: f"hidden: {names_hidden}")
    for kept, words, hidden in (
        (None, (), True), (None, ("--names", "shown"), False),
        (False, (), False), (False, ("--names", "hidden"), True),
        (True, (), True), (True, ("--names", "shown"), False),
    ):  # fmt: skip
        if kept is not None:
            settings.remember("names_hidden", kept)
        assert caseboard("board", "--plain", *words)[1] == f"hidden: {hidden}\n"


def test_the_same_rows_in_every_format(
    caseboard: Call, sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found is not worked out again for each format."""
    found: dict[str, Result] = {}

    def once(clinic: Clinic, name: str, run: Callable[..., Result] = Clinic.run, **how: object) -> Result:
        if name not in found:
            found[name] = run(clinic, name, **how)
        return found[name]

    monkeypatch.setattr(Clinic, "run", once)
    ask = ("run", "panes/board", "--db", sample_db)
    code, out, err = caseboard(*ask, "--format", "json")
    assert code == 0
    assert "panes/board as of 2026-03-15" in err
    rows = json.loads(out)
    assert list(rows[0])[:7] == ["client_id", "name", "clinician", "program", "level", "week", "pane"]
    ids = [row["client_id"] for row in rows]
    assert len(ids) == len(set(ids)) > 20
    table = list(csv.DictReader(io.StringIO(caseboard(*ask, "--format", "csv")[1])))
    assert [row["client_id"] for row in table] == ids
    lines = caseboard(*ask, "--format", "ndjson")[1].splitlines()
    assert [json.loads(line) for line in lines] == rows
    ask = ("run", "known/clients", "--db", sample_db)
    out = caseboard(*ask, "--format", "json")[1]
    ids = [row["client_id"] for row in json.loads(out)]
    target = tmp_path / "clients.json"
    assert caseboard(*ask, "--format", "json", "-o", target)[0] == 0
    assert target.read_text(encoding="utf-8") == out
    assert len(caseboard(*ask, "--format", "markdown")[1].splitlines()) == len(ids) + 2
    assert len(caseboard(*ask, "--format", "tsv")[1].splitlines()) == len(ids) + 1


def test_only_a_table_is_cut_and_says_so(caseboard: Call, sample_db: Path) -> None:
    code, out, err = caseboard("run", "known/attendance", "--db", sample_db)
    assert code == 0
    assert "500 of " in err
    assert len(out.splitlines()) < 510
    whole = caseboard("run", "known/attendance", "--db", sample_db, "--format", "csv")[1]
    assert len(whole.splitlines()) > 2000


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "panes/bord"), 2, "did you mean panes/board"),
        (
            ("run", "panes/board", "-p", "spam=1"),
            2,
            "has no parameter 'spam'; it has of_client, of_clinician",
        ),
        (("run", "client/goals", "-p", "spam=1"), 2, "has no parameter 'spam'; it has client_id"),
        (("run", "panes/board", "-p", "spam"), 2, "is not name=value"),
        (("run", "panes/board", "-p", "a=1", "-p", " a=2"), 2, "-p a is given twice, with 1 and 2"),
        (("run", "panes/board", "--as-of", "15.3.2026"), 2, "is not a date such as 2026-03-15"),
        (("run", "flag", "--as-of", "\x1b[31m\x9b2J"), 2, "'␛[31m\ufffd2J' is not a date"),
        (("serve", "\x1b[31m"), 2, "unrecognized arguments: ␛[31m"),
        (("run", "client/why"), 2, "-p client_id="),
        (("run", "client/flags", "-p", "client_id=", "--fail-on-rows"), 2, "needs a value: -p client_id="),
        (("run", "flag", "-p", "of_clinician=t03", "--fail-on-rows"), 2, "There is no clinician t03; an id"),
        (("run", "flag", "-p", "of_client=C9999"), 2, "There is no client C9999; an id"),
        (("run", "client/why", "-p", "client_id=C9999"), 2, "There is no client C9999; an id"),
        (("evaluate", "-p", "of_program=spam"), 2, "There is no program spam; an id"),
        (("show", "client/why", "--compiled", "-p", "client_id=C9999"), 2, "There is no client C9999; an id"),
        (("run", "as_of"), 2, "is a macro"),
        (("run", "flag", "--as-of", "2026-03-16"), 2, "16 Mar 2026 lies after Sun 15 Mar 2026, the last day"),
        (("check", "--as-of", "2026-03-16"), 2, "16 Mar 2026 lies after"),
        (("show", "flag", "--compiled", "--as-of", "2026-03-16"), 2, "16 Mar 2026 lies after"),
        (("run", "nowhere.sql"), 2, "There is no file nowhere.sql"),
        (("run", "panes/board", "--format", "parquet"), 2, "-o FILE"),
        (("import", "a\nINVENTED SAMPLE"), 2, "There is no file or folder a⏎INVENTED SAMPLE"),
        (("list", "spam"), 2, "nothing to list called 'spam'"),
        (("show", "panes/bord"), 2, "did you mean panes/board"),
        (("show", "panes/board", "--as-of", "2026-03-01"), 2, "--as-of and -p go with --compiled"),
        (("show", "panes/board", "-p", "no_shows_that_flag=3"), 2, "--as-of and -p go with --compiled"),
        (("test", "spam"), 2, "There is no query 'spam'"),
        (("test", "phq9"), 2, "'phq9' is a measure, not a query; caseboard show phq9 prints it"),
        (("board", "--plain", "--queries", "nowhere"), 2, "local queries nowhere does not exist"),
        (("import",), 2, "Name what to load"),
        (
            ("import", "--retry", "x", "--complete", "2026-03-01..2026-03-15"),
            2,
            "A rejects file is no whole extract: name the extract as well, or leave --complete out.",
        ),
        (("import", "x", "--upgrade"), 2, "--upgrade loads nothing and goes alone"),
        (("import", "--upgrade", "--dry-run"), 2, "--upgrade loads nothing and goes alone"),
        (("import", "--upgrade", "--loaded-at", "2026-03-01"), 2, "--upgrade loads nothing and goes alone"),
        (("board", "--plain", "--changes"), 2, "--changes needs a date to look from"),
        (
            ("board", "client", "C0136", "--changes", "--as-of", "2026-03-01"),
            2,
            "--changes is of the board alone",
        ),
        (("evaluate", "--from", "9999-12-31"), 2, "There is no Sunday with records between"),
    ],
)
def test_a_mistake_is_one_sentence(
    caseboard: Call, sample_db: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    got, out, err = caseboard(*arguments, "--db", sample_db)
    assert got == code
    assert words in err
    assert "Traceback" not in err
    assert out == ""


LONG = "a" * 300  # no file can be called so: an error of the system, as for a folder that may not be read


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "rules", "--queries", LONG), 2),
        (("import", LONG, "--db", "x.duckdb"), 2),
        (("run", "flag", "-o", LONG), 2),
        (("board", "--plain", "--db", LONG), 3),
    ],
)
def test_what_cannot_be_used_is_named(caseboard: Call, words: tuple[str, ...], code: int) -> None:
    found, _, err = caseboard(*words)
    assert found == code
    assert f"{LONG} cannot be " in err and "too long" in err
    assert "output" not in err


def test_a_database_that_is_not_usable_is_exit_3(caseboard: Call, tmp_path: Path) -> None:
    code, _, err = caseboard("run", "panes/board", "--db", tmp_path / "none.duckdb")
    assert code == 3
    assert "caseboard import SOURCE" in err
    text = tmp_path / "text.duckdb"
    text.write_text("no database" * 1000)
    assert caseboard("board", "--plain", "--db", text)[0] == 3


def test_rows_can_be_a_finding(caseboard: Call, sample_db: Path) -> None:
    assert caseboard("run", "known/leaves", "--db", sample_db, "--fail-on-rows", "--format", "csv")[0] == 1
    assert caseboard("run", "known/leaves", "--db", sample_db, "--fail-on-rows", "--limit", "0")[0] == 1
    none = ("run", "client/flags", "-p", "client_id=C0101", "--db", sample_db, "--as-of", "2026-03-15")
    code, _, err = caseboard(*none, "--fail-on-rows")
    assert (code, "no episode" in err) == (0, False)


def test_no_rows_of_a_day_before_the_clinics_first_are_no_good_news(caseboard: Call, sample_db: Path) -> None:
    ask = ("run", "flag", "--db", sample_db, "--as-of", "1999-01-01")
    code, out, err = caseboard(*ask, "--format", "csv")
    assert code == 0 and out.startswith("rule,") and "By 1999-01-01 no episode had begun" in err
    assert caseboard(*ask, "--fail-on-rows")[0] == 2
    assert caseboard("run", "programs", *ask[2:], "--fail-on-rows")[0] == 1


def test_a_script_is_for_the_day_and_the_values_that_were_asked_for(caseboard: Call, sample_db: Path) -> None:
    ask = ("show", "client/goals", "--compiled", "--db", sample_db, "--as-of", "2026-01-05")
    out = caseboard(*ask, "-p", "client_id=C0136")[1]
    assert "set variable as_of = date '2026-01-05';" in out
    assert "set variable client_id = 'C0136'::VARCHAR;" in out
    script = compiled(Clinic(Library.load(), sample_db), "client/goals", None, {"client_id": "it's"})
    assert "set variable client_id = 'it''s'::VARCHAR;" in script


def test_every_option_of_an_import_is_heard(
    caseboard: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    class Report:
        turned_away = 1

        def text(self) -> str:
            return "report"

    def load(sources: list[Path], engine: Engine, library: Library, **how: object) -> Report:
        asked.update(how, sources=sources, target=engine.target)
        return Report()

    monkeypatch.setattr("caseboard.intake.import_extracts", load)
    words = "a b --map m --dry-run --rejects r --retry t --complete 2026-01-05..2026-01-06"
    db = str(tmp_path / "x.duckdb")
    when = ("--loaded-at", "2026-01-05T09:30")
    assert caseboard("import", *words.split(), *when, "--db", db) == (0, "report\n", "")
    del asked["progress"]
    assert asked == {
        "sources": [Path("a"), Path("b")], "target": db, "map": "m", "dry_run": True, "rejects": Path("r"),
        "retry": Path("t"), "complete": (date(2026, 1, 5), date(2026, 1, 6)),
        "loaded_at": datetime(2026, 1, 5, 9, 30),
    }  # fmt: skip
    assert caseboard("import", "a", "--strict", "--db", db)[0] == 1


def test_a_mistake_of_its_own_asks_for_a_report(caseboard: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "test", lambda options: 1 // 0)
    code, out, err = caseboard("test")
    assert (code, out) == (2, "")
    assert err.startswith("caseboard: caseboard made a mistake of its own (ZeroDivisionError: ")
    monkeypatch.setenv("CASEBOARD_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        caseboard("test")


def test_show_prints_the_file_as_it_is(caseboard: Call) -> None:
    path = Path(Library.load().get("dose_gap").path)
    assert caseboard("show", "dose_gap")[1] == path.read_text(encoding="utf-8")


def test_a_file_is_run_in_the_sandbox(caseboard: Call, sample_db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.sql"
    own.write_text(
        "/*\ntitle = 'Long stays'\n[parameters.weeks]\ntype = 'INTEGER'\ndefault = 4\n*/\n"
        "select f.client_id, f.week, as_of() as day from client_fact as f\n"
        "where f.week >= getvariable('weeks') order by f.client_id"
    )
    ask = ("run", own, "--db", sample_db, "--as-of", "2026-01-05", "-p", "weeks=8", "--format", "csv")
    code, out, err = caseboard(*ask, "--limit", 2, "--fail-on-rows")
    rows = [line.split(",") for line in out.splitlines()[1:]]
    assert (code, len(rows)) == (1, 2), err
    assert min(int(week) for _, week, _ in rows) >= 8
    assert {day for *_, day in rows} == {"2026-01-05"}
    told = re.search(r"own\.sql as of 2026-01-05: (\d+) rows, with weeks = 8\n", err)
    assert told and int(told[1]) > 2
    own.write_text("/*\nkind = 'macro'\n*/\ncreate macro own() as 1")
    told = caseboard(*ask)[2]
    assert "own.sql is a macro; a file named on the command line is one select" in told
    assert "asked for by its name once it is in the clinic's own folder (--queries)" in told
    own.write_text("select * from read_csv('/etc/passwd')")
    code, out, err = caseboard("run", own, "--db", sample_db)
    assert code == 2
    assert out == ""
    own.write_text("delete from clinic.clients")
    code, out, err = caseboard("run", own, "--db", sample_db)
    assert code == 2
    assert "Traceback" not in err


def test_files_that_a_clinic_replaces_are_named_where_they_are_read(
    caseboard: Call, sample_db: Path, tmp_path: Path
) -> None:
    local = tmp_path / "local"
    for room in ("rules/safety", "quality"):
        (local / room).mkdir(parents=True)
    rule = Library.load().get("suicidal_ideation").path.read_text(encoding="utf-8")
    (local / "rules/safety/suicidal_ideation.sql").write_text(rule.replace(">= getv", "> getv"))
    copy = Library.load().get("critical_event").path.read_bytes()
    (local / "rules/safety/critical_event.sql").write_bytes(copy)
    own = tmp_path / "own.sql"
    own.write_text("select client_id from flag order by client_id")
    said = "Local files replace the library's: rules/safety/suicidal_ideation."
    ours, theirs = ("--db", sample_db, "--queries", local), ("--db", sample_db)
    for query in ("flag", "panes/board", "suicidal_ideation", own):
        assert said in caseboard(*ours, "run", query)[2].splitlines(), query
        assert "Local files" not in caseboard(*theirs, "run", query)[2]
    for query in ("episodes", "critical_event"):
        assert "Local files" not in caseboard(*ours, "run", query)[2]
    assert "Local files" not in caseboard(*theirs, "check")[2]
    check = Library.load().checks[0]
    (local / f"{check.name}.sql").write_text(f"{check.path.read_text(encoding='utf-8')}-- ours\n")
    told = re.search(r"Local files replace the library's: (.*)\.\n", caseboard(*ours, "check")[2])
    assert told and sorted(told[1].split(", ")) == [check.name, "rules/safety/suicidal_ideation"]


def test_a_threshold_of_the_clinic_is_told_with_a_file_too(
    caseboard: Call, sample_db: Path, tmp_path: Path
) -> None:
    local = tmp_path / "local"
    (local / "rules/more_intensity").mkdir(parents=True)
    rule = Library.load().get("no_shows_in_a_row").path.read_text(encoding="utf-8")
    changed = rule.replace("default = 2", "default = 4", 1)
    assert changed != rule
    (local / "rules/more_intensity/no_shows_in_a_row.sql").write_text(changed)
    own = tmp_path / "own.sql"
    own.write_text("select client_id from no_shows_in_a_row order by client_id")
    err = caseboard("--db", sample_db, "--queries", local, "run", own)[2]
    assert "with no_shows_that_flag = 4\n" in err


def test_a_closed_pipe_is_no_error(sample_db: Path) -> None:
    ask = [
        sys.executable,
        "-m",
        "caseboard",
        "run",
        "known/daily_logs",
        "--db",
        str(sample_db),
        "--format",
        "csv",
    ]
    with subprocess.Popen(ask, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asked:
        assert asked.stdout is not None
        assert asked.stderr is not None
        asked.stdout.readline()
        asked.stdout.close()
        words = asked.stderr.read()
    assert "Traceback" not in words
    assert "mistake of its own" not in words


def hear() -> None:
    """For a child: a shell starts what runs in its background deaf to Ctrl-C."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)


def hear_no_ctrl_c() -> None:
    """For a child: as in the background of a script."""
    hear()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def until(true: Callable[[], object]) -> None:
    """Python itself loses a Ctrl-C that comes while it imports modules: wait until there is work to stop."""
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)


def test_interrupted_is_130(sample_db: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.sql"
    slow.write_text(
        "select count(*) as n from range(100000000) as a cross join range(10000) as b where a.range > b.range"
    )
    ask = [sys.executable, "-m", "caseboard", "run", str(slow), "--db", str(sample_db)]
    pipe = subprocess.PIPE
    with subprocess.Popen(ask, preexec_fn=hear, stdout=pipe, stderr=pipe, text=True) as asked:
        children = Path(f"/proc/{asked.pid}/task/{asked.pid}/children")
        until(children.read_text if children.exists() else lambda: time.sleep(2.5) or True)
        asked.send_signal(signal.SIGINT)
        _, words = asked.communicate(timeout=20)
    assert asked.returncode == 130, words
    assert "Traceback" not in words


@pytest.mark.parametrize(
    ("number", "how"), [(signal.SIGINT, hear), (signal.SIGTERM, hear), (signal.SIGTERM, hear_no_ctrl_c)]
)
@pytest.mark.parametrize("words", [("test", "slow"), ("run", "slow")])
def test_a_long_query_of_the_library_ends_with_the_command(
    words: tuple[str, ...], number: int, how: Callable[[], None], tmp_path: Path
) -> None:
    slow = tmp_path / "audit" / "slow.sql"
    slow.parent.mkdir()
    slow.write_text(
        '/*\ntitle = "Slow"\nkind = "query"\n[[examples]]\nname = "one"\nas_of = 2026-03-15\n'
        "expect = []\n*/\nselect sum(a.range * b.range) as n "
        "from range(3000000) as a, range(300000) as b order by n"
    )
    ask = [sys.executable, "-m", "caseboard", *words, "--queries", str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(ask, preexec_fn=how, stdout=pipe, stderr=pipe, text=True) as asked:
        time.sleep(4)
        asked.send_signal(number)
        try:
            _, said = asked.communicate(timeout=15)
        finally:
            asked.kill()
    assert asked.returncode == 130, said
    assert said.endswith("caseboard: Interrupted.\n")


def test_the_printed_help_names_what_is_changed_here_as_the_board_does(
    caseboard: Call, sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    for name in ("rules/safety/suicidal_ideation.sql", "audit/flags_unanswered.sql"):
        (own / name).parent.mkdir(parents=True)
        (own / name).write_text(f"{(settings.bundled('queries') / name).read_text()}-- ours\n")
    config = tmp_path / "config.toml"
    config.write_text(f'database = "{sample_db}"\nqueries = "{own}"\n[parameters]\nno_shows_that_flag = 3\n')
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    told = "Thresholds changed here: no_shows_that_flag = 3 (the library: 2).\n"
    rules = "Rules changed here: suicidal_ideation.\n"
    _, out, _ = caseboard("board", "help", "--plain")
    assert out.startswith(f"{told}\n{rules}\nSigns\n")
    _, out, _ = caseboard("board", "--plain")
    assert f"\n{told}\n{rules}" in out
    (own / "rules/safety/suicidal_ideation.sql").rename(own / "rules/safety/spam.slq")
    code, out, _ = caseboard("board", "help", "--plain")
    assert code == 0
    assert out.startswith("What is changed here is not known: ")
    assert "spam.slq is not read" in out.split("Signs")[0].replace("\n", " ")
    config.write_text("")
    assert caseboard("board", "help", "--plain")[1].startswith("Signs\n")


def test_the_config_file_sets_the_database_and_thresholds(
    caseboard: Call, sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    thresholds = "no_shows_that_flag = 1\ndays_until_stale = 8\n"
    config.write_text(f'database = "{sample_db}"\n[parameters]\n{thresholds}')
    code, out, err = caseboard("run", "no_shows_in_a_row", "--format", "json")
    assert code == 0
    assert {row["threshold"] for row in json.loads(out)} == {1}
    assert "no_shows_that_flag = 1" in err
    code, _, err = caseboard("run", "stale_feed", "-p", "days_until_stale=9")
    assert ", with days_until_stale = 9\n" in err
    assert "no_shows_that_flag" not in err  # no part of this answer
    config.write_text("databse = 'x'")
    code, _, err = caseboard("run", "panes/board")
    assert code == 2
    assert "unknown setting 'databse'" in err
    config.write_text("database = ")
    assert caseboard("run", "panes/board")[0] == 2


def test_simulate_then_import_then_board(caseboard: Call, tmp_path: Path) -> None:
    folder, db = tmp_path / "clinic", tmp_path / "clinic.duckdb"
    assert caseboard("simulate", folder, "--clients", "30", "--seed", "3")[0] == 0
    code, out, err = caseboard("import", folder, "--db", db, "--strict")
    assert code == 0, out + err
    code, out, _ = caseboard("run", "panes/board", "--db", db, "--format", "json")
    assert code == 0
    assert json.loads(out)


def test_the_sample_twice_changes_nothing(caseboard: Call, tmp_path: Path) -> None:
    db = tmp_path / "x.duckdb"
    code, first, _ = caseboard("import", SAMPLE, "--db", db, "--strict")
    assert code == 0, first
    before = db.read_bytes()
    code, second, _ = caseboard("import", SAMPLE, "--db", db, "--strict")
    assert code == 0
    assert db.read_bytes() == before
    assert Engine(db) is not None
    assert "unchanged" in second


def test_an_option_before_the_command_is_not_lost(caseboard: Call, sample_db: Path, tmp_path: Path) -> None:
    missing = tmp_path / "none.duckdb"
    for arguments in (("--db", missing, "run", "panes/board"), ("run", "panes/board", "--db", missing)):
        code, out, err = caseboard(*arguments)
        assert (code, out) == (3, "")
        assert str(missing) in err
    assert (
        "as of 2026-01-05" in caseboard("--as-of", "2026-01-05", "run", "known/leaves", "--db", sample_db)[2]
    )


@pytest.mark.parametrize("command", ["import", "list", "test", "evaluate", "simulate"])
def test_a_date_is_refused_where_a_command_takes_none(caseboard: Call, tmp_path: Path, command: str) -> None:
    """Before the command as behind it: nobody may think that it was heard."""
    behind = {"simulate": [str(tmp_path / "new")]}.get(command, [])
    for words in (["--as-of", "2026-01-05", command, *behind], [command, *behind, "--as-of", "2026-01-05"]):
        code, out, err = caseboard(*words)
        assert (code, out) == (2, "")
        assert "--as-of" in err.splitlines()[-1]
    assert not (tmp_path / "new").exists()


def test_what_only_the_board_takes_is_refused_elsewhere(caseboard: Call) -> None:
    for words in (["--names", "hidden"], ["--plain"], ["--changes"], ["--ascii"]):
        code, out, err = caseboard(*words, "list")
        assert (code, out) == (2, "")
        assert f"list takes no {words[0]}" in err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("x.xls", "writes no .xls file: name one that ends in .csv"),
        ("nowhere/x.csv", "nowhere/x.csv cannot be written: there is no folder nowhere"),
        (".", ". cannot be written: it is a folder"),
    ],
)
@pytest.mark.parametrize("asked", [("run", "panes/board"), ("list",), ("check",)])
def test_an_output_that_cannot_be_written_is_said_first(
    caseboard: Call,
    sample_db: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: tuple[str, ...],
    output: str,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("caseboard.library.Library.load", None)  # whoever works before it is said fails
    code, out, err = caseboard(*asked, "--db", sample_db, "-o", output)
    assert (code, out) == (2, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


def test_the_contract_can_be_listed(caseboard: Call) -> None:
    code, out, _ = caseboard("list", "extracts", "--format", "json")
    assert code == 0
    rows = {(row["table"], row["column"]): row for row in json.loads(out)}
    assert rows["attendance", "status"]["may_hold"].startswith("attended, late, left_early, no_show")
    assert rows["goal_ratings", "level"]["may_hold"] == "-2 to 2"
    assert rows["clients", "client_id"]["key"]
    assert not rows["clients", "sex"]["required"]
    assert rows["attendance", "client_id"]["must_be_known_in"] == "clients"


def test_simulate_never_overwrites_a_clinics_own_files(caseboard: Call, tmp_path: Path) -> None:
    own = tmp_path / "clients.csv"
    own.write_text("client_id,name\n1,Somebody real\n")
    code, _, err = caseboard("simulate", tmp_path, "--clients", "2")
    assert code == 2
    assert "no invented clinic" in err
    assert own.read_text() == "client_id,name\n1,Somebody real\n"


def test_what_was_found_is_told_though_the_reader_has_gone(sample_db: Path) -> None:
    ask = [sys.executable, "-m", "caseboard", "run", "panes/board", "--db", str(sample_db)]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([*ask, "--fail-on-rows"], stdout=writer, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(writer)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("stream", "words", "code"), [("stdout", "test", 1), ("stderr", "list spam", 2), ("stderr", "check", 1)]
)
def test_an_exit_code_outlives_whoever_reads(
    caseboard: Call, monkeypatch: pytest.MonkeyPatch, sample_db: Path, stream: str, words: str, code: int
) -> None:
    """`caseboard check 2>&1 | head -1` in a script: what was found is not 0 for want of a reader."""
    failed = Outcome(1, 1, ["it does not hold"])
    found = Result("checks", ["name"], ["VARCHAR"], [("one",)], date(2026, 3, 15), 0.1)
    monkeypatch.setattr("caseboard.library.examples.check_examples", lambda *_, **__: failed)
    monkeypatch.setattr("caseboard.library.checking.run_checks", lambda *_: found)
    monkeypatch.setenv("CASEBOARD_DB", str(sample_db))
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", buffering=1) as gone:
        monkeypatch.setattr(sys, stream, gone)
        assert caseboard(*words.split())[0] == code


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_import_that_is_told_to_end_leaves_nothing_behind(tmp_path: Path, sent: str) -> None:
    big = tmp_path / "daily_logs.csv"
    with big.open("w") as file:
        file.write("client_id,logged_on,craving\n")
        file.writelines(f"C{number},2026-01-01,3\n" for number in range(600_000))
    ask = [sys.executable, "-m", "caseboard", "import", str(big), "--db", str(tmp_path / "x.duckdb")]
    ask += ["--rejects", str(tmp_path / "rejects.csv")]
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(ask, env=place, preexec_fn=hear, stdout=pipe, stderr=pipe, text=True) as asked:
        until(lambda: list(tmp_path.glob("caseboard-import-*")))
        asked.send_signal(getattr(signal, sent))
        while sent == "SIGHUP" and asked.poll() is None:  # the shell and the kernel both tell it
            time.sleep(0.002)
            asked.send_signal(signal.SIGHUP)
        _, words = asked.communicate(timeout=60)
    assert asked.returncode == 130, words
    assert words == "caseboard: Interrupted.\n"
    assert list(tmp_path.iterdir()) == [big]


def test_a_measure_can_be_shown(caseboard: Call) -> None:
    code, out, _ = caseboard("show", "phq9")
    assert code == 0
    assert 'measure = "phq9"' in out


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("board --plain <&-", 0),
        ("board <&-", 0),
        ("list rules >&-", 0),
        ("list spam 2>&-", 2),
        ("--version >/dev/full", 2),
        ("--help >/dev/full", 2),
        ("list rules >/dev/full", 2),
        ("run panes/board 2>/dev/full", 2),
        ("run x --nope 2>/dev/full", 2),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_traceback(sample_db: Path, words: str, code: int) -> None:
    if "/dev/full" in words and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    ask = f"{sys.executable} -m caseboard {words}"
    env = {**os.environ, "CASEBOARD_DB": str(sample_db), "PYTHONUNBUFFERED": ""}
    done = subprocess.run(["sh", "-c", ask], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr and "mistake of its own" not in done.stderr
    assert ("cannot be written" in done.stderr) is (" >/dev/full" in words)
