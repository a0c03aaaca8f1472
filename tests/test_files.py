"""What comes out into a file that the user names, and what is shown while it is made."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from caseboard import formats, output
from caseboard.errors import RequestError
from tests.conftest import SAMPLE

Call = Callable[..., tuple[int, str, str]]


def test_what_is_no_plain_file_stays_what_it_is(caseboard: Call, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o644)
    before = stat.S_IMODE(pipe.stat().st_mode)
    for words in (
        ("list", "rules", "--format", "csv", "-o", pipe),
        ("import", SAMPLE, "--dry-run", "--db", tmp_path / "x.duckdb", "--rejects", pipe),
    ):
        read: list[str] = []
        reader = threading.Thread(target=lambda read=read: read.append(pipe.read_text()), daemon=True)
        reader.start()
        assert caseboard(*words)[0] == 0
        reader.join(10)
        assert read and read[0]
        assert stat.S_ISFIFO(pipe.stat().st_mode) and stat.S_IMODE(pipe.stat().st_mode) == before


def test_a_link_to_a_pipe_is_written_into_the_pipe() -> None:
    """/dev/stdout before a pipe: what it leads to has no name in any folder."""
    for words in (["list", "rules", "--format", "csv"], ["list", "rules"]):
        done = subprocess.run(
            [sys.executable, "-m", "caseboard", *words, "-o", "/dev/stdout"], capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "dose_gap" in done.stdout


def test_the_log_of_a_database_is_not_written_over(caseboard: Call, sample_db: Path, tmp_path: Path) -> None:
    """DuckDB would read what stands there into the database, or refuse to open it."""
    database = tmp_path / "clinic.duckdb"
    shutil.copy(sample_db, database)
    log, link = tmp_path / "clinic.duckdb.wal", tmp_path / "link.csv"
    link.symlink_to(log)
    for place in (log, link):
        code, _, err = caseboard("list", "rules", "--format", "csv", "-o", place)
        assert code == 2 and f"{place} is the log of a database; name another file." in err
    assert caseboard("import", SAMPLE, "--db", tmp_path / "other.duckdb", "--rejects", log)[0] == 2
    assert not log.exists()
    assert caseboard("list", "rules", "-o", tmp_path / "clinic.duckdb.csv")[0] == 0, "which is no log"


def test_an_output_comes_whole_or_not_at_all(
    caseboard: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, link = tmp_path / "rules.csv", tmp_path / "link.csv"
    target.write_text("of last week")
    target.chmod(0o644)
    link.symlink_to(target)

    def stopped(result: object, form: str, out: Path, **_: object) -> None:
        out.write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(formats, "write", stopped)
        assert caseboard("list", "rules", "-o", target)[0] == 130
    assert target.read_text() == "of last week"
    assert caseboard("list", "rules", "-o", link)[0] == 0
    assert target.read_text().startswith("name,title") and link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(tmp_path.iterdir()) == [link, target]


def test_an_output_that_fails_is_called_by_the_name_that_the_user_gave(
    caseboard: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(result: object, form: str, out: Path, **_: object) -> None:
        raise RequestError(f"{out} cannot be written (No space left on device): name another file.")

    monkeypatch.setattr(formats, "write", full)
    target = tmp_path / "rules.csv"
    code, _, err = caseboard("list", "rules", "-o", target)
    assert code == 2
    assert err == f"caseboard: {target} cannot be written (No space left on device): name another file.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_sentence_for_parquet_too(caseboard: Call) -> None:
    code, _, err = caseboard("list", "rules", "--format", "parquet", "-o", "/dev/full")
    assert code == 2
    assert err == "caseboard: /dev/full cannot be written (No space left on device): name another file.\n"


def test_what_a_killed_process_of_this_number_left_is_in_nobodys_way(caseboard: Call, tmp_path: Path) -> None:
    """In a container every run may be process 1."""
    (tmp_path / f".rules.csv.{os.getpid()}").write_text("half of another run")
    code, _, err = caseboard("list", "rules", "-o", tmp_path / "rules.csv")
    assert code == 0, err


def late(monkeypatch: pytest.MonkeyPatch) -> tuple[io.StringIO, output.Progress]:
    """A terminal, and a progress that began five seconds ago and is shown on it."""
    seen = io.StringIO()
    monkeypatch.setattr(seen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(output.Progress, "unfinished", False)
    progress = output.Progress()
    progress._started -= 5
    return seen, progress


def test_a_name_that_is_shown_while_it_is_loaded_moves_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, progress = late(monkeypatch)
    progress("reading e\x1b[2J\x07.csv", 0.1)
    assert "reading e" in seen.getvalue() and not set(seen.getvalue()) & set("\x1b\x07")


def test_words_never_stand_behind_a_bar_that_did_not_come_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, progress = late(monkeypatch)
    progress("reading", 0.4)
    output.say("Interrupted.")
    output.say("Again.")
    assert seen.getvalue().endswith(" 40%\nInterrupted.\nAgain.\n")


def test_a_bar_grows_now_and_then_and_ends_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, progress = late(monkeypatch)
    progress._clock = lambda: progress._started + 5
    for share in (0.5, 0.6, 1.0):
        progress("reading", share)
    output.say("Done.")
    half, full = "#" * 12 + "." * 12, "#" * 24
    drawn = f"\r{'reading':40} [{half}]  50%\r{'reading':40} [{full}] 100%\nDone.\n"
    assert seen.getvalue() == drawn
    progress._clock = lambda: progress._started + 0.5
    progress("reading", 1.0)
    monkeypatch.setattr(seen, "isatty", lambda: False)
    progress._clock = lambda: progress._started + 9
    progress("reading", 1.0)
    assert seen.getvalue() == drawn, "not within a second, and not where nobody looks"


def test_a_file_that_is_shown_moves_no_terminal_and_is_for_a_program_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert output.file_text("a\x1b[2J\nb") == output.file_text("a\x1b[2J\nb\n") == "a\x1b[2J\nb\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert output.file_text("a\x1b[2J\nb") == output.file_text("a\x1b[2J\nb\n") == "a␛[2J\nb\n"
