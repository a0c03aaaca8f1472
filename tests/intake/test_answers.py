"""Answers and scores of every measure at the door: what is offered is stored, all else is turned away."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from caseboard.intake import import_extracts, upgrade
from caseboard.library import Library
from caseboard.store import Engine
from tests.intake.conftest import Bench

FIRST = date(2026, 1, 10)
STEP = 0.001


def test_answers_at_both_ends_are_stored_and_beyond_them_turned_away(bench: Bench) -> None:
    rows: list[dict[str, Any]] = []
    wanted: Counter[tuple[str, str]] = Counter()
    for m in bench.library.measures.values():
        for item in m.items:
            inside = item.allowed or (item.min_value, item.max_value)
            between = [(a + b) / 2 for a, b in zip(item.allowed, item.allowed[1:], strict=False)]
            outside = [item.min_value - STEP, item.max_value + STEP]
            for day, value in enumerate([*inside, *between, *outside]):
                given_on = FIRST + timedelta(days=day)
                rows.append(
                    {"client_id": "C1", "measure": m.measure, "given_on": given_on, "item": item.item,
                     "value": value}
                )  # fmt: skip
            wanted[m.measure, "stored"] += len(inside)
            wanted[m.measure, "not an answer that its item offers"] += len(between)
            wanted[m.measure, "outside the range of its item"] += len(outside)
    bench.write(survey_items=rows)
    got: Counter[tuple[str, str]] = Counter()
    for reject in bench.rejects():
        got[measure_of(reject["row"]), reject["reason"]] += 1
    for measure, count in bench.rows(
        "select i.measure, count(*) from clinic.survey_items as i group by i.measure"
    ):
        got[measure, "stored"] += count
    assert got == +wanted
    assert wanted["audit", "not an answer that its item offers"] == 4


def measure_of(row: str) -> str:
    return str(json.loads(row)["measure"])


def test_totals_at_both_ends_are_stored_and_beyond_them_turned_away(bench: Bench) -> None:
    rows = []
    scales = [(m.measure, s) for m in bench.library.measures.values() for s in m.scales]
    for measure, scale in scales:
        ends = [scale.min_value, scale.max_value, scale.min_value - STEP, scale.max_value + STEP]
        for day, score in enumerate(ends):
            given_on = FIRST + timedelta(days=day)
            rows.append(
                {"client_id": "C1", "measure": measure, "scale": scale.scale, "given_on": given_on,
                 "score": score}
            )  # fmt: skip
    bench.write(survey_scores=[*rows, rows[0] | {"measure": "bam", "scale": "total"}])  # it has no such scale
    rejects = bench.rejects()
    assert {reject["reason"] for reject in rejects} == {"outside the range of its scale"}
    assert len(rejects) == 2 * len(scales)
    assert bench.rows("select count(*) from clinic.survey_scores") == [(2 * len(scales) + 1,)]


def test_a_clinic_of_its_own_mind_adds_and_changes_measures(bench: Bench, tmp_path: Path) -> None:
    """A measure of its own is scored, and AUDIT is scored again with the answers that it now offers."""
    form = [
        {"client_id": "C1", "measure": "audit", "given_on": "2026-02-01", "item": item, "value": 2}
        for item in range(1, 11)
    ]
    bench.write(survey_items=form)
    bench.load()
    scored = "select f.measure, f.scale, f.score from clinic.form_scores as f order by all"
    assert bench.rows(scored) == [("audit", "dependence", 20.0), ("audit", "total", 20.0)]
    local = tmp_path / "local"
    (local / "measures").mkdir(parents=True)
    shipped = bench.library.folder / "measures"
    audit = (shipped / "audit.toml").read_text(encoding="utf-8")
    changed = audit.replace("values = [0, 2, 4]", "values = [0, 4]")
    assert changed != audit
    (local / "measures" / "audit.toml").write_text(changed, encoding="utf-8")
    own = (shipped / "tea.toml").read_text(encoding="utf-8").replace('measure = "tea"', 'measure = "own"')
    (local / "measures" / "own.toml").write_text(own, encoding="utf-8")
    former, library = bench.library, Library.load(local=local)
    bench.library, bench.engine = library, Engine(bench.engine.target)
    assert upgrade(bench.engine, library).written
    assert bench.rows(scored) == [("audit", "dependence", None), ("audit", "total", None)]
    bench.write(
        survey_items=[
            {"client_id": "C1", "measure": "own", "given_on": "2026-02-01", "item": item, "value": 5}
            for item in range(1, 5)
        ]
    )
    bench.load()
    assert ("own", "total", 20.0) in bench.rows(scored)
    assert upgrade(bench.engine, former).written
    assert bench.rows(scored)[:2] == [("audit", "dependence", 20.0), ("audit", "total", 20.0)]
    assert ("own", "total", 20.0) in bench.rows(scored), "what no file defines any more is left as it was"


def test_a_clinic_with_a_form_score_of_its_own_can_import(bench: Bench, tmp_path: Path) -> None:
    """Below an own file stands all of known/, and each was to be made a table: a syntax error."""
    own = tmp_path / "queries" / "concepts"
    own.mkdir(parents=True)
    shutil.copy(bench.library.folder / "concepts" / "form_score.sql", own)
    items = "".join(f"C1,phq9,2026-02-03,{item},1\n" for item in range(1, 10))
    (bench.folder / "survey_items.csv").write_text(f"client_id,measure,given_on,item,value\n{items}")
    import_extracts(bench.folder, bench.engine, Library.load(local=own.parent), loaded_at=bench.at)
    assert bench.rows("select scale, score from clinic.form_scores") == [("total", 9)]
