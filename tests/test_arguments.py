"""What is typed is what is heard: every option, before a command and behind it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from caseboard import arguments, cli
from caseboard.errors import RequestError

NOTHING = {"db": None, "queries": None, "as_of": None, "names": None} | dict.fromkeys(
    ("plain", "changes", "ascii"), False
)
DAY = date(2026, 1, 5)
ASKED = "--db x --queries q --as-of 2026-01-05 --ascii --names shown"
ALL = {"db": "x", "queries": "q", "as_of": DAY, "ascii": True, "names": "shown"}
NO_OUTPUT: dict[str, Any] = {"format": None, "output": None}


@pytest.mark.parametrize(
    ("words", "do", "heard"),
    [
        ("", "board", NOTHING),
        ("board", "board", {**NOTHING, "screen": []}),
        (f"{ASKED} --plain --changes", "board", {**ALL, "plain": True, "changes": True}),
        (f"{ASKED} --plain --changes board", "board", {**ALL, "plain": True, "changes": True, "screen": []}),
        (f"board why C1 {ASKED} --plain --changes", "board", {**ALL, "plain": True, "screen": ["why", "C1"]}),
        ("serve", "serve", {**NOTHING, "port": 8000}),
        (f"serve {ASKED} --port 1", "serve", {**ALL, "port": 1}),
        (f"{ASKED} serve --port 65535", "serve", {**ALL, "port": 65535}),
        (
            "import", "import",
            {"source": [], "map": None, "dry_run": False, "rejects": None, "retry": None, "complete": None,
             "loaded_at": None, "strict": False, "upgrade": False},
        ),
        (
            "import a b --map m --dry-run --rejects r --retry t --complete 2026-01-05..2026-01-05 "
            "--loaded-at 2026-01-05T09:30 --strict --upgrade",
            "import",
            {"source": [Path("a"), Path("b")], "map": "m", "dry_run": True, "rejects": Path("r"),
             "retry": Path("t"), "complete": (DAY, DAY), "loaded_at": datetime(2026, 1, 5, 9, 30),
             "strict": True, "upgrade": True},
        ),
        ("list", "list", {"what": "queries", **NO_OUTPUT}),
        ("list rules -o x", "list", {"what": "rules", "format": None, "output": Path("x")}),
        ("show flag", "show", {"query": "flag", "compiled": False, "parameter": []}),
        ("show flag --compiled -p a=1 -p b=2", "show", {"compiled": True, "parameter": ["a=1", "b=2"]}),
        (
            "run flag", "run",
            {"query": "flag", "parameter": [], "limit": None, "fail_on_rows": False, "timeout": 20.0,
             **NO_OUTPUT},
        ),
        (
            "run flag -p a=1 --limit 0 --fail-on-rows --timeout 86400 --format csv --output x "
            "--as-of 2026-01-05",
            "run",
            {"parameter": ["a=1"], "limit": 0, "fail_on_rows": True, "timeout": 86400.0, "format": "csv",
             "output": Path("x"), "as_of": DAY},
        ),
        ("--db x run flag --queries q", "run", {"db": "x", "queries": "q"}),
        ("test", "test", {"query": []}),
        ("test a b", "test", {"query": ["a", "b"]}),
        ("check --as-of 2026-01-05", "check", {"as_of": DAY, **NO_OUTPUT}),
        (
            "evaluate", "evaluate",
            {"first": None, "last": None, "rounds": None, "by_group": True, "keep": False, "parameter": [],
             **NO_OUTPUT},
        ),
        (
            "evaluate --from 2026-01-05 --to 2026-01-06 --rounds 5 --no-by-group --keep -p a=1 --format json "
            "-o x",
            "evaluate",
            {"first": DAY, "last": date(2026, 1, 6), "rounds": 5, "by_group": False, "keep": True,
             "parameter": ["a=1"], "format": "json", "output": Path("x")},
        ),
        (
            "simulate d", "simulate",
            {"folder": Path("d"), "clients": 150, "seed": 7, "last_day": date(2026, 3, 15), "months": 18,
             "useless": [], "apart": []},
        ),
        (
            "simulate d --clients 5 --seed -3 --last-day 1950-01-01 --months 600 --useless logs "
            "--useless screens --apart a=b=c",
            "simulate",
            {"clients": 5, "seed": -3, "last_day": date(1950, 1, 1), "months": 600,
             "useless": ["logs", "screens"], "apart": [("a", "b=c")]},
        ),
        ("simulate d --months 1 --last-day 2150-01-01", "simulate",
         {"months": 1, "last_day": date(2150, 1, 1)}),
    ],
)  # fmt: skip
def test_what_is_typed_is_heard(words: str, do: str, heard: dict[str, Any]) -> None:
    options = vars(arguments.read(words.split(), cli.COMMANDS))
    assert options["do"] is cli.COMMANDS[do]
    assert {name: options[name] for name in heard} == heard


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("serve --port 0", "'0' is not a whole number from 1 to 65535"),
        ("serve --port 65536", "'65536' is not a whole number from 1 to 65535"),
        ("simulate d --months 0", "'0' is not a whole number from 1 to 600"),
        ("simulate d --months 601", "'601' is not"),
        ("simulate d --months " + "1" * 16, "is not a whole number from 1 to 600"),
        ("simulate d --last-day 1949-12-31", "is not a date from 1950-01-01 to 2150-01-01"),
        ("simulate d --last-day 2150-01-02", "is not a date from"),
        ("simulate d --clients -1", "'-1' is not a whole number of 0 or more"),
        ("simulate d --apart a", "'a' is not COLUMN=VALUE"),
        ("simulate d --apart a=", "'a=' is not COLUMN=VALUE"),
        ("run flag --limit " + "1" * 16, "is not a whole number"),
        ("run flag --timeout 0", "'0' is not a number of seconds up to 86400"),
        ("run flag --timeout 86401", "'86401' is not"),
        ("run flag --timeout x", "'x' is not"),
        ("run flag --timeout nan", "'nan' is not"),
        ("run flag --timeout inf", "'inf' is not"),
        ("run flag --limit ²", "'²' is not a whole number"),
        ("run flag --format pdf", "invalid choice: 'pdf'"),
        ("evaluate --format parquet", "invalid choice: 'parquet'"),
        ("import x --complete 2026-01-06..2026-01-05", "is not a period such as"),
        ("import x --complete 2026-01-05", "'2026-01-05' is not a period such as"),
        ("import x --complete 2026-01-05..x", "'x' is not a date"),
        ("import x --loaded-at x", "'x' is not a moment such as"),
        ("import x --loaded-at 2026-03-15T09:30+05:00", "is not a moment such as"),
        ("import x --loaded-at 2926-03-15T09:30", "'2926-03-15T09:30' lies ahead"),
        ("--as-of 2026-01-05 test", "test takes no --as-of"),
        ("--changes run flag", "run takes no --changes"),
        ("--names hidden check", "check takes no --names"),
        ("serve --plain", "unrecognized arguments: --plain"),
        ("serve --changes", "unrecognized arguments: --changes"),
        ("board --names maybe", "invalid choice: 'maybe'"),
        # what a shell makes of a variable that is not set: the sample, or the folder it stands in
        ("run flag --db=", "argument --db: an empty text names nothing"),
        ("--queries= run flag", "argument --queries: an empty text names nothing"),
        ("import x --map=", "argument --map: an empty text names nothing"),
        ("show", "the following arguments are required: query"),
        ("simulate", "the following arguments are required: DIR"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        arguments.read(words.split(), cli.COMMANDS)
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("command", ["import", "simulate"])
def test_an_empty_text_is_not_the_folder_one_stands_in(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        arguments.read([command, ""], cli.COMMANDS)
    assert "an empty text names nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("run flag", "table"),
        ("run flag -o x", "table"),
        ("run flag -o notes.txt", "table"),
        ("run flag -o board.2026-03-15", "table"),
        ("run flag -o x.CSV", "csv"),
        ("list -o x.parquet", "parquet"),
        ("check -o x.md", "markdown"),
        ("evaluate -o x.json", "json"),
        ("evaluate -o x.xlsx", "xlsx"),
        ("list -o x.XLSX", "xlsx"),
    ],
)
def test_the_name_of_the_output_decides(words: str, form: str) -> None:
    assert arguments.format_of(arguments.read(words.split(), cli.COMMANDS)) == form


@pytest.mark.parametrize("name", ["x.parquet", "x.tsv"])
def test_a_report_is_written_in_its_own_formats_alone(name: str) -> None:
    ending = name.removeprefix("x")
    with pytest.raises(
        RequestError, match=rf"evaluate writes no {ending} file: name one that ends in \.csv, "
    ):
        arguments.format_of(arguments.read(["evaluate", "-o", name], cli.COMMANDS))


@pytest.mark.parametrize("ending", [".xls", ".ODS", ".pdf", ".html", ".docx", ".jsonl", ".gz"])
def test_a_table_is_not_written_under_the_name_of_something_else(ending: str) -> None:
    known = r"\.csv, \.tsv, \.md, \.json, \.ndjson, \.parquet, \.xlsx, or say --format"
    sentence = rf"writes no {ending.lower()} file: name one that ends in {known}"
    for words in ("run flag", "list", "check"):
        with pytest.raises(RequestError, match=sentence):
            arguments.format_of(arguments.read([*words.split(), "-o", f"x{ending}"], cli.COMMANDS))


def test_the_values_of_parameters() -> None:
    assert arguments.parameters([" a =1", "b=x=y", "c=", "a=1"]) == {"a": "1", "b": "x=y", "c": ""}
    for wrong in ("=1", " =1", "a"):
        with pytest.raises(RequestError, match=f"-p {wrong} is not name=value"):
            arguments.parameters([wrong])
