"""What the app may know: no SQL, no DuckDB, one door from data to the screen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "caseboard" / "tui").rglob("*.py"))


def test_screens_are_small():
    for path in FILES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= (250 if path.parent.name == "screens" else 400), path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sql_no_engine_no_markup(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"^\s*(import|from) (duckdb|polars|caseboard\.(store|library|intake))", text, re.MULTILINE
    )
    assert not re.search(r"\b(select|insert|update|delete)\s+.*\bfrom\b", text, re.IGNORECASE)
    assert not re.search(r"Static\(|Label\(|Markdown|from_markup|\.add_row\(", text), "lines of spans only"
    for call in re.findall(r"notify\([^)]*\)+|border_title = .*", text):
        assert "textsafe." in call or call.endswith('= ""') or ("title" in call and "textsafe" in text), call


def test_every_column_that_a_screen_reads_stands_in_a_query_of_the_screens():
    """One that no query has reads as nothing, so that a slip of the pen would hide a flag without a word."""
    queries = [path for room in ("panes", "client") for path in (ROOT / "queries" / room).glob("*.sql")]
    known = set(re.findall(r"\w+", " ".join(path.read_text(encoding="utf-8") for path in queries)))
    for path in FILES:
        read = re.findall(r"""\w\[["']([a-z]\w*)["']\]""", path.read_text(encoding="utf-8"))
        assert set(read) <= known, path


def test_the_app_loads_no_engine_and_nothing_for_later_before_its_first_paint():
    code = (
        "import sys, asyncio\n"
        "import threading\n"
        "from caseboard.tui.app import CaseboardApp\n"
        "seen = []\n"
        "def open_clinic():\n"
        "    seen.append(threading.current_thread() is not threading.main_thread())\n"
        "    heavy = ['duckdb', 'polars', 'caseboard.library', 'caseboard.store']\n"
        "    later = ('changes', 'dates', 'detail', 'export', 'gather', 'note', 'ports', 'snapshot')\n"
        "    heavy += [f'caseboard.tui.{name}' for name in later]\n"
        "    seen.append([name for name in heavy if name in sys.modules])\n"
        "    from tests.tui.fakes import FakeClinic\n"
        "    return FakeClinic()\n"
        "async def main():\n"
        "    app = CaseboardApp(open_clinic)\n"
        "    async with app.run_test() as pilot:\n"
        "        await pilot.pause()\n"
        "        await app.workers.wait_for_complete()\n"
        "asyncio.run(main())\n"
        "print(seen)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[True, []]"
