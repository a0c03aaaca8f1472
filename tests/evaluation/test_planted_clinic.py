"""A truth that the simulation planted is found by the whole way: files, import, replay, figures, words."""

from __future__ import annotations

from datetime import date

import pytest

from caseboard.evaluation import Evaluation, evaluate, report
from caseboard.intake import import_extracts
from caseboard.library import Clinic, Library
from caseboard.simulation import Planted, simulate
from caseboard.store import Engine
from tests.evaluation.judging import judging_by

pytestmark = pytest.mark.long
LAST_DAY = date(2026, 3, 15)
PLANTED = Planted(useless=("surveys",), apart=("primary_substance", "opioid"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Evaluation:
    folder = tmp_path_factory.mktemp("planted") / "clinic"
    simulate(folder, clients=500, seed=2, last_day=LAST_DAY, months=9, planted=PLANTED)
    engine = Engine(folder.with_suffix(".duckdb"))
    import_extracts(folder, engine, library)
    import_extracts(folder / "corrections", engine, library)
    clinic = Clinic(judging_by("no_attendance"), engine.target)
    return evaluate(clinic, first=date(2025, 8, 1), rounds=100, by_group=True)


def test_a_rule_made_useless_comes_out_at_chance(found: Evaluation) -> None:
    """The forms tell of strangers; what the visits tell is as good as ever."""
    auc = {one.signal: one.figures["auc"] for one in found.of("no_attendance")}
    for useless in ("not_on_track", "risk_over_protection"):
        low, high = auc[useless].low, auc[useless].high
        assert low is not None and high is not None
        assert low < 0.5 < high, useless
        assert high - low < 0.2, "and that is no lack of people"
    assert (auc["no_contact"].low or 0) > 0.6


def test_a_group_with_another_truth_is_named(found: Evaluation) -> None:
    section = next(
        each for each in report(found) if each.heading == "No visit in the next four weeks: by group"
    )
    named = [words for words in section.words if words.startswith("Worse than for everybody")]
    for figure in ("PPV", "AUC"):
        assert any(f"primary substance opioid, {figure} of priority" in words for words in named)
        assert not any(f"primary substance alcohol, {figure} of priority" in words for words in named)
