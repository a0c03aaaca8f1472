"""A client's page as plain text: what the screen says, charts as tables, and no Textual."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from caseboard.tui.ascii import plain as in_ascii
from caseboard.tui.client import course
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.plain import client_page_text, page_text
from tests.tui.client_fakes import empty, full, page_clinic
from tests.tui.golden import same_as_golden

ROOT = Path(__file__).resolve().parents[2]


def test_golden():
    same_as_golden("client-plain.txt", client_page_text(page_clinic(), "C001", names_hidden=True) + "\n")
    seen = client_page_text(page_clinic(empty()), "C001", names_hidden=True, width=80)
    same_as_golden("client-plain-empty.txt", seen + "\n")


def test_every_score_stands_with_its_day_and_band():
    seen = client_page_text(page_clinic(), "C001", names_hidden=True)
    lines = [" ".join(line.split()) for line in seen.split("\n")]
    for row in full()["score_history"]:
        day = f"{row['given_on'].day} {row['given_on']:%b}"
        start = f"{day} {row['score']:.0f} {row['band'] or ''}".rstrip()
        assert any(line.startswith(start) for line in lines), start
    assert "from 0 to 27, cut-off 10; lower is better" in seen


def test_daily_logs_that_are_not_written_out_are_counted_and_none_is_a_sentence():
    tables = full()
    day = tables["days"][0]
    tables["days"] = [{**day, "logged_on": date(2026, 1, 5) + timedelta(days=at)} for at in range(31)]
    seen = client_page_text(page_clinic(tables), "C001", names_hidden=True).split("\n")
    assert "  and 3 logged days before these" in seen
    tables["days"] = []
    seen = client_page_text(page_clinic(tables), "C001", names_hidden=True)
    said = seen[seen.index("Daily life") : seen.index("Marks")]
    assert said.split("\n")[1:] == ["No daily log in this admission.", "", ""]


def test_names():
    assert "Amara" not in client_page_text(page_clinic(), "C001", names_hidden=True)
    assert "Amara Rossi" in client_page_text(page_clinic(), "C001", names_hidden=False)


def test_a_client_who_is_not_open():
    seen = client_page_text(page_clinic({}), "C001", names_hidden=True)
    assert seen.endswith("C001 has no open episode as of Sun 15 Mar 2026.")


def test_no_textual_is_loaded():
    code = (
        "import sys\n"
        "from caseboard.tui.client.plain import client_page_text\n"
        "print([name for name in ('textual', 'rich', 'duckdb', 'polars') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "caseboard", "board", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command(sample, sample_db):
    client_id = str(sample.run("panes/board").records()[0]["client_id"])
    done = run("--db", str(sample_db), "--plain", "client", client_id)
    assert done.returncode == 0
    assert done.stdout == client_page_text(sample, client_id, names_hidden=True, width=200) + "\n"
    assert "\x1b" not in done.stdout
    bare = run("--db", str(sample_db), "--plain", "--ascii", "client", client_id)
    assert bare.returncode == 0
    assert bare.stdout == in_ascii(done.stdout)
    assert bare.stdout.isascii()


@pytest.mark.parametrize("screen", [["client"], ["client", ""], ["nowhere"], ["client", "a", "b"]])
def test_another_screen_is_refused_in_a_sentence(screen):
    done = run("--plain", *screen)
    assert done.returncode == 2
    assert "There is no screen" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_t_means_is_the_querys_word():
    tables = full()
    tables["goals"] = [{**row, "as_set_t": 60.0} for row in tables["goals"]]
    assert "60 is as set" in client_page_text(page_clinic(tables), "C001", names_hidden=True)


def test_what_was_expected_is_worked_out_once_a_measure(monkeypatch):
    """Once for each score took seconds for a stay of years."""
    page, asked, expected = gather_client(page_clinic(full()), "C001", None), [], course.expected
    monkeypatch.setattr(course, "expected", lambda page, one: asked.append(one.title) or expected(page, one))
    page_text(page, names_hidden=True)
    assert len(asked) == len(set(asked)) > 1
