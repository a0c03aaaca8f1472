"""What comes out into a file that the user names, and what is shown while it is made."""

from __future__ import annotations

import io
import os
import stat
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


def test_a_name_that_is_shown_while_it_is_loaded_moves_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = io.StringIO()
    monkeypatch.setattr(seen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", seen)
    progress = output.Progress()
    progress._started -= 5
    progress("reading e\x1b[2J\x07.csv", 0.1)
    assert "reading e" in seen.getvalue() and not set(seen.getvalue()) & set("\x1b\x07")
