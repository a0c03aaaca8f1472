"""Plain text: the rows of the screen, and no Textual."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from caseboard import settings
from caseboard.errors import RequestError
from caseboard.tui import explain, plain
from caseboard.tui.app import CaseboardApp
from caseboard.tui.client.behind import behind
from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.page import sections
from caseboard.tui.client.plain import client_page_text, page_text
from caseboard.tui.gather import gather
from caseboard.tui.manual import help_lines
from caseboard.tui.widgets.pane import Pane
from caseboard.tui.words import text_of
from tests.tui.client_fakes import full, on, page_clinic
from tests.tui.fakes import FakeClinic
from tests.tui.golden import drive, same_as_golden

ROOT = Path(__file__).resolve().parents[2]


def test_golden():
    seen = plain.clinic_text(FakeClinic(), names_hidden=True)
    same_as_golden("plain.txt", seen + "\n")
    first = [
        "1 Needs more intensity · 3",
        "Safety, unanswered · 1",
        "!! A.R.",
        "More intensity · 2",
        "▲  B.S.",
    ]
    at = seen.split("\n").index(first[0])
    heard = seen.split("\n")[at : at + 5]
    assert all(line.startswith(said) for line, said in zip(heard, first, strict=True)), "no sign alone"
    same_as_golden("plain-names.txt", plain.clinic_text(FakeClinic(), names_hidden=False, width=200) + "\n")


def test_an_empty_clinic():
    assert plain.clinic_text(FakeClinic([]), names_hidden=True).endswith(
        "\n\nNo open clients as of Sun 15 Mar 2026."
    )


def test_a_day_ahead_is_refused_on_every_screen():
    clinic, ahead = FakeClinic(), date(2026, 3, 16)
    screens = [
        lambda: plain.clinic_text(clinic, ahead, names_hidden=True),
        lambda: plain.why_text(clinic, "C001", ahead, names_hidden=True),
        lambda: client_page_text(clinic, "C001", ahead, names_hidden=True),
    ]
    for screen in screens:
        with pytest.raises(RequestError, match=r"Mon 16 Mar 2026 lies after Sun 15 Mar 2026, the last day"):
            screen()


def test_the_rows_are_those_of_the_screen():
    """In a terminal whose list is as wide as the text, every row of the screen is a line of the text."""
    clinic = FakeClinic()
    rows: list[str] = []
    widths: list[int] = []

    async def act(pilot):
        for pane in pilot.app.screen.query(Pane):
            width = pane.scrollable_content_region.width - 1
            widths.append(width)
            rows.extend(
                "".join(span.text for span in pane._source(at, width)).rstrip() for at in range(pane.count)
            )

    drive(lambda: CaseboardApp(lambda: clinic, names_hidden=False), act, (180, 50))
    lines = plain.clinic_text(clinic, names_hidden=False, width=widths[0]).split("\n")
    assert len(rows) == len(clinic.clients)
    assert [line for line in lines if line in rows] == rows


def test_the_command_for_a_shell_asks_the_same_file_by_the_same_library(caseboard, sample_db, tmp_path):
    _, seen, _ = caseboard("board", "why", "C0136", "--plain", "--db", sample_db, "--queries", tmp_path)
    assert f" --db {sample_db} --queries {tmp_path}".replace(" ", "") in "".join(seen.split())
    opened = settings.load("ducklake:postgres:password=secret").opened_by
    assert opened == " --db ..."  # it stands on a screen that a room looks at


def test_why_says_what_the_page_of_i_says():
    clinic = FakeClinic()
    for hidden in (True, False):
        seen = plain.why_text(clinic, "C001", names_hidden=hidden)
        assert seen.startswith(
            f"Why: {'A.R.' if hidden else 'Amara Rossi'} · INVENTED SAMPLE · as of Sun 15 Mar"
        )
        assert ("Rossi" in seen) is not hidden
        found = explain.findings(gather(clinic, None), "C001")
        assert len(found) > 5
        assert all(f"\n{one.glyph} {one.word}\n{one.title}\n" in seen for one in found)
        assert all(cell_len(line) <= 120 for line in seen.split("\n"))
    nobody = plain.why_text(clinic, "\x1b[2Jnobody", names_hidden=True)
    assert nobody.endswith("nobody is not on the board as of Sun 15 Mar 2026.")
    assert "\x1b" not in nobody


def test_an_answered_safety_flag_has_its_own_sign_everywhere():
    found = explain.findings(gather(FakeClinic(), None), "C003")
    assert next(one.glyph for one in found if one.row["rule"] == "suicide_risk_screen") == "!"
    tables = full()
    tables["flags"] = [{**row, "answered_on": on(11)} for row in tables["flags"]]
    tables["overview"][0]["safety"] = "assessed"
    page = gather_client(page_clinic(tables), "C001", None)
    assert "!!" not in page_text(page, names_hidden=True)
    for key in ("flags", "why"):
        section = next(each for each in sections(page, View(), names_hidden=True) if each.key == key)
        assert "!!" not in [one.glyph for one in behind(page, section)]


def test_help_says_what_the_page_of_help_says():
    seen = plain.help_text({"board.filter": "F"}, 80)
    assert seen.startswith("Signs\n"), "keys stand in the footer and the palette, signs nowhere else"
    assert all(f"\n  {sign} " in seen for sign in ("2 of 5", "9 of 9", "open")), (
        "what a row says is explained"
    )
    assert seen.split("\n") == [text_of(line).rstrip() for line in help_lines(80, (), {"board.filter": "F"})]
    assert "  F        Filter as you type" in seen


@pytest.mark.parametrize("said", [["board"], ["help"], ["client", "C0136"], ["why", "C0136"]])
def test_every_screen_has_its_plain_text(said, sample_db, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "caseboard", "board", *said, "--plain", "--db", str(sample_db)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 30
    assert "\x1b" not in done.stdout


def test_no_textual_is_loaded():
    code = (
        "import sys\n"
        "from caseboard.tui import plain\nfrom tests.tui.fakes import FakeClinic\n"
        "plain.clinic_text(FakeClinic(), names_hidden=True)\n"
        "plain.why_text(FakeClinic(), 'C001', names_hidden=True)\n"
        "plain.help_text()\n"
        "print([name for name in ('textual', 'rich', 'duckdb', 'polars') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
