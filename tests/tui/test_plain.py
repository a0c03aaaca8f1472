"""Plain text: the rows of the screen, and no Textual."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rich.cells import cell_len

from caseboard.tui import plain
from caseboard.tui.app import CaseboardApp
from caseboard.tui.widgets.pane import Pane
from tests.tui.fakes import FakeClinic
from tests.tui.golden import drive, same_as_golden

ROOT = Path(__file__).resolve().parents[2]


def test_golden():
    same_as_golden("plain.txt", plain.clinic_text(FakeClinic(), names_hidden=True) + "\n")
    same_as_golden("plain-names.txt", plain.clinic_text(FakeClinic(), names_hidden=False, width=200) + "\n")


def test_an_empty_clinic():
    assert plain.clinic_text(FakeClinic([]), names_hidden=True).endswith(
        "\n\nNo open clients as of Sun 15 Mar 2026."
    )


def test_from_results():
    clinic = FakeClinic()
    found = [clinic.results[f"panes/{name}"] for name in ("board", "flag", "criterion")]
    seen = plain.board_text(*found, clinic.info(), names_hidden=True)
    assert "A.R." in seen
    assert "Rossi" not in seen
    assert all(cell_len(line) <= 120 for line in seen.split("\n"))


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


def test_no_textual_is_loaded():
    code = (
        "import sys\n"
        "from caseboard.tui import plain\nfrom tests.tui.fakes import FakeClinic\n"
        "plain.clinic_text(FakeClinic(), names_hidden=True)\n"
        "print([name for name in ('textual', 'rich', 'duckdb', 'polars') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
