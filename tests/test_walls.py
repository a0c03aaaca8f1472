"""The walls of the house: who may import whom, what stands at the top, what is never written."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from caseboard.library import Library
from caseboard.library.examples import check_examples, examples_of
from caseboard.library.text import clock_read, past_read
from tests.conftest import ROOT

MODULES = sorted((ROOT / "caseboard").rglob("*.py"))
BELOW = {"errors", "files", "quoting", "settings", "textsafe", "__init__"}
ALLOWED = {
    "store": set(),
    "library": {"store"},
    "intake": {"library", "store"},
    "formats": {"store"},
    "documents": {"library", "formats", "store"},
    "evaluation": {"library"},
    "simulation": {"store"},
    "tui": {"documents", "formats", "library"},
    "sample": {"intake", "library", "store"},
    "cli": {
        "arguments", "output", "sample", "tui", "documents", "formats", "evaluation", "intake", "simulation",
        "library", "store",
    },
    "arguments": {"formats"},
    "output": {"evaluation", "formats"},
    "__main__": {"cli"},
}  # fmt: skip
LANDED = {  # a clinic's file has them already, so that an edit reaches nobody: a change is a new file
    "0001_extracts.sql": "48fe0bd0a027d1d0",
    "0002_own.sql": "d63c7e1db7bbfceb",
    "0003_snooze_value.sql": "53dfbf1bc29e2877",
    "0004_evaluation.sql": "4ba4d5a5cdd0a77c",
    "0005_evaluation_definition.sql": "aad0fff46b637b8c",
}
SQL = re.compile(r"\s*(select|insert|update|delete|merge|with|create|attach|copy)\s+\S", re.IGNORECASE)


def room(path: Path) -> str:
    return path.relative_to(ROOT / "caseboard").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_calls_go_one_way(path: Path) -> None:
    here = room(path)
    for name in imported(path):
        if name.split(".")[0] in ("duckdb", "_duckdb"):
            assert here == "store", f"only store imports duckdb, and {path.name} does"
        if name.startswith("caseboard."):
            there = name.split(".")[1]
            allowed = ALLOWED.get(here, set()) | BELOW | {here, "__version__"}
            assert there in allowed, f"{here} calls {there}"


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) == "tui"], ids=lambda path: path.name)
def test_the_app_holds_no_sql(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    docs = {
        ast.get_docstring(n, clean=False)
        for n in ast.walk(tree)
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = [t for t in texts if t not in docs and SQL.match(t) and re.search(r"\bfrom\b|\bvalues\b", t)]
    assert not found


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) == "tui"], ids=lambda path: path.name)
def test_no_markup_is_read_from_data(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "from_markup" not in text
    assert "from_ansi" not in text


def test_a_schema_file_that_has_landed_is_never_edited() -> None:
    found = {path.name: path.read_bytes() for path in (ROOT / "queries" / "schema").glob("*.sql")}
    assert {name: hashlib.sha256(text).hexdigest()[:16] for name, text in found.items()} == LANDED


def test_no_query_reads_the_clock(library: Library) -> None:
    assert [query.name for query in library if clock_read(query.code)] == []


# Every version of a form is scored at once; what is dated ahead, merged in a circle, or the result of no
# collection is in no known view.
PAST = {
    "concepts/form_score",
    "quality/date_far_off",
    "quality/merged_in_a_circle",
    "quality/result_without_collection",
}


def test_no_query_above_known_reads_the_clinics_own_tables(library: Library) -> None:
    found = {query.name for query in library if past_read(query.code)}
    assert {name for name in found if not name.startswith("known/")} == PAST


def loaded_after(*arguments: str) -> set[str]:
    script = (
        "import json, sys\n"
        "from caseboard.cli import run\n"
        "try:\n    code = run(sys.argv[1:])\nexcept SystemExit as stop:\n    code = stop.code\n"
        "sys.stderr.write('\\n' + json.dumps([code, sorted({m.split('.')[0] for m in sys.modules}"
        " | {m for m in sys.modules if m.startswith('caseboard.')})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code in (0, None), done.stderr
    return set(modules)


def test_nothing_heavy_for_the_version() -> None:
    assert not loaded_after("--version") & {"textual", "rich", "duckdb", "polars", "tomllib", "openpyxl"}


def test_a_query_loads_no_screen(sample_db: Path) -> None:
    asked = ("run", "panes/board", "--db", str(sample_db), "--format", "csv", "--as-of", "2026-03-01")
    modules = loaded_after(*asked)
    assert "duckdb" in modules
    assert not modules & {"textual", "rich", "polars", "openpyxl", "caseboard.tui"}


def test_a_plain_board_loads_no_screen(sample_db: Path) -> None:
    assert not loaded_after("board", "--plain", "--db", str(sample_db)) & {
        "textual",
        "rich",
        "polars",
    }


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def test_the_top_of_the_repository() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in tracked()}
    seen = {top for top in tops if not top.startswith(".")}
    assert seen == {
        "caseboard", "queries", "sample_data", "tests", "pyproject.toml", "README.md", "LICENSE",
    }  # fmt: skip


def test_no_registry_and_no_path_of_a_machine() -> None:
    folders = "|".join(("work", "farm", "root"))
    unwanted = re.compile(rf"(/({folders})/|pypi\.o" + r"rg|pythonhosted|registry\.npm)")
    for path in tracked():
        if path.suffix in (".parquet", ".svg", ".png"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if path == Path(__file__).resolve() and "unwanted" in line:
                continue
            assert not unwanted.search(line), f"{path}:{number}"


def test_the_library_is_sound(library: Library) -> None:
    library.check()


@pytest.mark.long
def test_every_example_holds(library: Library) -> None:
    outcome = check_examples(library)
    assert outcome.examples > 1000
    assert not outcome.failures, outcome.text()


def test_every_rule_concept_and_macro_has_examples(library: Library) -> None:
    lacking = [
        query.name
        for query in library
        if (query.is_rule or query.kind == "macro" or query.name.startswith("concepts/"))
        and not examples_of(query)
    ]
    assert not lacking


def test_no_source_names_a_paper_that_a_clinic_does_not_have(library: Library) -> None:
    """A source stands on the screen: the house's own plan is none."""
    ours = re.compile(r"\b(RULES|DESIGN|SCREENS|reference/|clinical reference)\b")
    assert not [query.name for query in library if ours.search(str(query.source))]


def test_every_threshold_of_a_rule_says_what_it_is(library: Library) -> None:
    for rule in library.rules:
        assert rule.source, rule.name
        assert rule.reviewed, rule.name
        for parameter in rule.parameters.values():
            assert parameter.help, f"{rule.name}: {parameter.name}"
