"""What a first user stumbled over: files overwritten, escapes on a terminal, formats, ids, encodings."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseboard import cli, files, formats
from caseboard.library import Library
from caseboard.library.result import Result
from caseboard.tui import note
from caseboard.tui.client.behind import Behind, behind_lines
from caseboard.tui.snapshot import Row
from tests.conftest import SAMPLE
from tests.tui.client_fakes import page_clinic
from tests.tui.fakes import FakeClinic

Call = Callable[..., tuple[int, str, str]]


def test_a_database_is_never_overwritten_by_an_output(
    caseboard: Call, sample_db: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "clinic.duckdb"
    shutil.copy(sample_db, kept)
    before = kept.read_bytes()
    for words in (
        ("run", "flag", "--db", kept, "--format", "csv", "-o", kept),
        ("list", "rules", "--format", "csv", "-o", kept),
        ("import", SAMPLE, "--db", kept, "--rejects", kept),
    ):
        code, _, err = caseboard(*words)
        assert code == 2 and "is a database and would be lost" in err, words
        assert kept.read_bytes() == before


def test_rejects_do_not_overwrite_the_extract(caseboard: Call, tmp_path: Path) -> None:
    extract = tmp_path / "extract"
    shutil.copytree(SAMPLE, extract)
    source = next(extract.glob("clients.*"))
    before = source.read_bytes()
    code, _, err = caseboard("import", extract, "--db", tmp_path / "x.duckdb", "--rejects", source)
    assert code == 2 and "would be lost" in err
    assert source.read_bytes() == before and not (tmp_path / "x.duckdb").exists()
    (tmp_path / "rejects.csv").write_text("of the last time")
    files.spare(tmp_path / "rejects.csv", extract)


def test_an_output_does_not_overwrite_the_query(
    caseboard: Call, sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.sql"
    own.write_text("select 1 as one")
    monkeypatch.chdir(tmp_path)
    for query, output in ((own, own), ("own.sql", own), (own, "own.sql")):
        code, _, err = caseboard("run", query, "--db", sample_db, "-o", output)
        assert code == 2 and "would be lost" in err
        assert own.read_text() == "select 1 as one"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "ndjson", "markdown", "table"])
def test_no_data_moves_a_terminal(format: str) -> None:
    name = "\x1b[2J\x07\x9bEve\nRed \u202eRita"
    rows = Result("x", ["name"], ["VARCHAR"], [(name,)], date(2026, 3, 15), 0.0)
    seen = Terminal()
    formats.write(rows, format, seen)
    assert not set(seen.getvalue()) & set("\x1b\x07\x9b\u202e")
    piped = io.StringIO()
    formats.write(rows, "csv", piped)
    assert "\x1b[2J\x07" in piped.getvalue()  # data stay as they are


@pytest.mark.parametrize(
    ("name", "begins"),
    [("b.csv", "client_id,"), ("b.json", "["), ("b.md", "| client_id"), ("b.txt", "client_id  ")],
)
def test_the_name_of_the_file_says_the_format(
    caseboard: Call, sample_db: Path, tmp_path: Path, name: str, begins: str
) -> None:
    path = tmp_path / name
    assert caseboard("run", "panes/criterion", "--db", sample_db, "-o", path)[0] == 0
    written = path.read_text(encoding="utf-8").replace("rule", "client_id", 1)
    assert written.startswith(begins)


def test_a_threshold_that_is_no_number(caseboard: Call, sample_db: Path) -> None:
    code, _, err = caseboard("run", "craving_rise", "--db", sample_db, "-p", "craving_rise_that_flags=nan")
    assert code == 2 and "should be a number, not 'nan'" in err


def test_an_output_that_knows_no_unicode_is_no_mistake(sample_db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "caseboard", "board", "--plain", "--db", str(sample_db)],
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert b"Needs more intensity" in done.stdout


def test_ctrl_c_inside_duckdb_is_130(caseboard: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> int:
        raise RuntimeError("Query interrupted")

    monkeypatch.setitem(cli.COMMANDS, "run", stopped)
    assert caseboard("run", "flag") == (130, "", "caseboard: Interrupted.\n")


def test_a_file_among_the_rules_that_is_none(caseboard: Call, sample_db: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules" / "more_intensity" / "bad.sql"
    path.parent.mkdir(parents=True)
    path.write_text("hello", encoding="utf-8")
    code, _, err = caseboard("board", "--plain", "--db", sample_db, "--queries", tmp_path)
    assert code == 2 and "bad.sql stands among the more_intensity rules and is none" in err


def test_a_file_without_examples_is_not_called_tested(caseboard: Call) -> None:
    code, _, err = caseboard("test", "client_fact")
    assert code == 0 and "no example, so nothing was tested" in err


def test_the_note_puts_criteria_of_one_state_together() -> None:
    from caseboard.tui.gather import gather

    snapshot = gather(FakeClinic(), None)
    said = note.note(snapshot, snapshot.client(0), 0, names_hidden=True).splitlines()
    of_criteria = [line for line in said if line.startswith("Step down, ")]
    assert any(line.startswith("Step down, not met: ") for line in of_criteria)
    assert all(" met, " not in line for line in of_criteria)


def test_hidden_names_are_hidden_behind_a_section_too(library: Library) -> None:
    from caseboard.tui.client.gather import gather_client

    page = gather_client(page_clinic(), "C001", None)
    rows = (Row({"client_id": 0, "clinician": 1}, ("C001", "Barnaby Copplestone")),)
    one = Behind("client/overview", "Facts", "1 row", rows)

    def told(hidden: bool) -> str:
        lines = behind_lines(page, one, 80, names_hidden=hidden)
        return " ".join(span if isinstance(span, str) else span.text for line in lines for span in line)

    assert "Barnaby Copplestone" in told(False)
    assert "Barnaby" not in told(True) and "B.C." in told(True)
