"""Golden numbers of every measure, written here from the sources and not read from its file.

What a scale is made of and how it is read; forms with their scores; both edges of every band; every
item and every pair of items missing; answers that the form does not offer.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import Any

import pytest

from caseboard.library.measures import Measure, Scale
from tests.queries import bare
from tests.queries.bare import form_scores

NONE = "none published"


@dataclass(frozen=True)
class Gold:
    """One scale: items, how they make a score, and how the score is read."""

    items: tuple[int, ...]
    span: tuple[float, float]
    missing: int = 0
    cutoff: float | None = None
    by_sex: tuple[float, float] | None = None  # men, women
    change: float | None = None
    better: str = "lower"
    bands: tuple[tuple[str, float, float], ...] = ()
    required: tuple[int, ...] = ()
    method: str = "sum"
    factor: float = 1
    reverse: tuple[int, ...] = ()
    answer: tuple[float, float] = (0, 4)
    odd: dict[int, tuple[float, ...]] = field(default_factory=dict)


def upto(number: int) -> tuple[int, ...]:
    return tuple(range(1, number + 1))


def bam(answer: tuple[float, float], use: float | None, other: float | None) -> dict[str, Gold]:
    most = answer[1]
    return {
        "use": Gold((4, 5, 6), (0, 3 * most), 0, use, required=(4, 5, 6), answer=answer),
        "risk": Gold((1, 2, 3, 8, 11, 15), (0, 6 * most), 1, other, answer=answer),
        "protective": Gold((9, 10, 12, 13, 14, 16), (0, 6 * most), 1, other, better="higher", answer=answer),
    }


AUDIT_ODD: dict[int, tuple[float, ...]] = {9: (0, 2, 4), 10: (0, 2, 4)}
GOLD: dict[str, dict[str, Gold]] = {
    "phq9": {
        "total": Gold(
            upto(9), (0, 27), 2, 10, change=6, answer=(0, 3),
            bands=(
                ("none or minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14),
                ("moderately severe", 15, 19), ("severe", 20, 27),
            ),
        )
    },
    "gad7": {
        "total": Gold(
            upto(7), (0, 21), 2, 8, change=4, answer=(0, 3),
            bands=(("none or minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14), ("severe", 15, 21)),
        )
    },
    "bam": bam((0, 4), 1, 12),
    "bam_iop": bam((0, 4), 1, 12),
    "bam_r": bam((0, 30), None, None),
    "pacs": {"total": Gold(upto(5), (0, 30), 1, 15, change=6.1, answer=(0, 6))},
    "audit": {
        "total": Gold(
            upto(10), (0, 40), 0, 8, odd=AUDIT_ODD,
            bands=(
                ("low risk", 0, 7), ("hazardous", 8, 15), ("harmful", 16, 19),
                ("possible dependence", 20, 40),
            ),
        ),
        "dependence": Gold(upto(10), (0, 40), 0, by_sex=(15, 13), odd=AUDIT_ODD),
    },
    "audit_c": {"total": Gold(upto(3), (0, 12), 0, by_sex=(4, 3))},
    "dast10": {
        "total": Gold(
            upto(10), (0, 10), 0, 3, reverse=(3,), answer=(0, 1),
            bands=(
                ("none", 0, 0), ("low", 1, 2), ("moderate", 3, 5), ("substantial", 6, 8), ("severe", 9, 10),
            ),
        )
    },
    "ors": {"total": Gold(upto(4), (0, 40), 0, 24.9, change=5, better="higher", answer=(0, 10))},
    "srs": {"total": Gold(upto(4), (0, 40), 0, 35.9, better="higher", answer=(0, 10))},
    "who5": {
        "total": Gold(
            upto(5), (0, 100), 0, 50, change=10, better="higher", factor=4, answer=(0, 5),
            bands=(("likely depression", 0, 28), ("low", 29, 50), ("well", 51, 100)),
        )
    },
    "pcl5": {
        "total": Gold(upto(20), (0, 80), 4, 31, change=15),
        "intrusion": Gold((1, 2, 3, 4, 5), (0, 20), 1),
        "avoidance": Gold((6, 7), (0, 8), 0),
        "mood": Gold((8, 9, 10, 11, 12, 13, 14), (0, 28), 1),
        "arousal": Gold((15, 16, 17, 18, 19, 20), (0, 24), 1),
    },
    "tea": {"total": Gold(upto(4), (4, 40), 0, change=9.3, better="higher", answer=(1, 10))},
    "k10": {
        "total": Gold(
            upto(10), (10, 50), 1, 20, change=7, answer=(1, 5),
            bands=(("low", 10, 15), ("moderate", 16, 21), ("high", 22, 29), ("very high", 30, 50)),
        )
    },
    "isi": {
        "total": Gold(
            upto(7), (0, 28), 0, 15, change=6,
            bands=(("none", 0, 7), ("subthreshold", 8, 14), ("moderate", 15, 21), ("severe", 22, 28)),
        )
    },
    "whodas12": {"total": Gold(upto(12), (0, 48), 1, change=9)},
    "brs": {
        "total": Gold(
            upto(6), (1, 5), 2, better="higher", method="mean", reverse=(2, 4, 6), answer=(1, 5),
            bands=(("low", 1, 2.99), ("normal", 3, 4.3), ("high", 4.31, 5)),
        )
    },
    "cssrs": {
        "total": Gold(
            (), (0, 3), 0, 1, method="given", answer=(0, 1),
            bands=(("none", 0, 0), ("low", 1, 1), ("moderate", 2, 2), ("high", 3, 3)),
        )
    },
    "oq45": {"total": Gold((), (0, 180), 0, 64, change=14, method="given")},
    "craving": {
        "total": Gold(
            (), (0, 10), 0, 7, change=3.5, method="value",
            bands=(("low", 0, 3), ("medium", 4, 6), ("high", 7, 10)),
        )
    },
}  # fmt: skip

# core, recall in days, interval in days, number of items on the form
KEPT: dict[str, tuple[bool, int, int, int]] = {
    "phq9": (True, 14, 14, 9),
    "gad7": (True, 14, 14, 7),
    "bam": (False, 30, 30, 17),
    "bam_iop": (False, 7, 7, 17),
    "bam_r": (False, 30, 30, 17),
    "pacs": (False, 7, 7, 5),
    "audit": (False, 365, 365, 10),
    "audit_c": (False, 365, 365, 3),
    "dast10": (False, 365, 365, 10),
    "ors": (True, 7, 7, 4),
    "srs": (False, 1, 7, 4),
    "who5": (True, 14, 14, 5),
    "pcl5": (True, 30, 28, 20),
    "tea": (False, 30, 30, 4),
    "k10": (True, 28, 28, 10),
    "isi": (True, 14, 14, 7),
    "whodas12": (False, 30, 30, 12),
    "brs": (False, 30, 30, 6),
    "cssrs": (False, 30, 30, 7),
    "oq45": (False, 7, 7, 45),
    "craving": (False, 1, 1, 0),
}
CRITICAL = {
    "phq9": {9: 1.0},
    "bam": {3: 3, 4: 1, 5: 1, 6: 1, 8: 3, 11: 3},
    "bam_iop": {3: 3, 4: 1, 5: 1, 6: 1, 8: 3, 11: 3},
    "bam_r": {3: 9, 4: 1, 5: 1, 6: 1, 8: 9, 11: 9},
    "k10": {4: 4},
    "cssrs": {3: 1, 4: 1, 5: 1, 6: 1, 7: 1},
    "oq45": {8: 1, 11: 1, 26: 1, 32: 1, 44: 1},
}
# SD before treatment, reliability, change that matters to people: of total, and of AUDIT's other scale
SPREAD: dict[str, tuple[float | None, float | None, float | None]] = {
    "phq9": (5.5, 0.84, 5), "gad7": (4.5, 0.83, 4), "pacs": (7, 0.9, None), "audit": (None, 0.8, None),
    "audit_c": (None, None, 1), "dast10": (None, 0.86, None), "ors": (None, 0.9, 5), "who5": (22, 0.85, 10),
    "pcl5": (None, 0.79, 9), "tea": (7.5, 0.8, None), "k10": (None, 0.93, None), "isi": (None, 0.9, 6),
    "whodas12": (None, 0.98, 3.1), "brs": (None, 0.8, None), "craving": (2.5, 0.75, 3),
}  # fmt: skip
LOINC = {
    "phq9": {"panel": "44249-1", "total": "44261-6", "item_9": "44260-8"},
    "gad7": {"panel": "69737-5", "total": "70274-6"},
    "audit_c": {"panel": "72109-2", "total": "75626-2"},
    "dast10": {"panel": "82666-9", "total": "82667-7"},
}
SCALES = [(measure, scale) for measure, scales in GOLD.items() for scale in scales]
FROM_ITEMS = [pair for pair in SCALES if GOLD[pair[0]][pair[1]].items]


def shipped() -> dict[str, Measure]:
    return {m.measure: m for m in bare.shipped()}


def scale_of(measure: str, scale: str) -> Scale:
    return {s.scale: s for s in shipped()[measure].scales}[scale]


def test_every_measure_is_here_and_no_other() -> None:
    assert {m: {s.scale for s in held.scales} for m, held in shipped().items()} == {
        m: set(scales) for m, scales in GOLD.items()
    }
    assert {
        name: (m.core, m.recall_days, m.interval_days, len(m.items)) for name, m in shipped().items()
    } == KEPT


@pytest.mark.parametrize(("measure", "scale"), SCALES)
def test_the_numbers_of_each_scale(measure: str, scale: str) -> None:
    gold, s = GOLD[measure][scale], scale_of(measure, scale)
    assert s.items == gold.items
    assert (s.min_value, s.max_value) == gold.span
    assert (s.method, s.factor, s.max_missing) == (gold.method, gold.factor, gold.missing)
    assert s.required_items == gold.required
    assert s.cutoff == gold.cutoff
    assert (s.cutoff_male, s.cutoff_female) == (gold.by_sex or (None, None))
    assert s.reliable_change == gold.change
    spread = SPREAD.get(measure) if scale in ("total", "dependence") else None
    assert (s.sd, s.reliability, s.important_change) == (spread or (None, None, None))
    assert (s.reliable_change is None) == (s.reliable_change_source == NONE)
    assert s.better == gold.better
    assert tuple((b.label, b.low, b.high) for b in s.bands) == gold.bands


def test_what_stands_beside_the_numbers() -> None:
    measures = shipped()
    critical = {
        name: {i.item: i.critical_at for i in m.items if i.critical_at is not None}
        for name, m in measures.items()
    }
    assert {name: marked for name, marked in critical.items() if marked} == CRITICAL
    assert {name: dict(m.loinc) for name, m in measures.items() if m.loinc} == LOINC
    answers = {name: {(i.min_value, i.max_value) for i in measures[name].items} for name in ("cssrs", "oq45")}
    assert answers == {"cssrs": {(0, 1)}, "oq45": {(0, 4)}}, "of these no score is made"
    for m in measures.values():
        # From memory, and what was chosen here, is said to be so.
        assert m.assumed, m.measure
        assert m.licence
        assert m.citation.endswith(".")


def test_core_measures_can_be_judged() -> None:
    """Rules read a cut-off and a reliable change of every core measure's total."""
    for name, m in shipped().items():
        if m.core:
            total = scale_of(name, "total")
            assert total.cutoff is not None or total.cutoff_male is not None, name
            assert total.reliable_change is not None, name


def points(gold: Gold, item: int, answer: float) -> float:
    return sum(gold.answer) - answer if item in gold.reverse else answer


def expected(gold: Gold, form: dict[int, float | None]) -> float | None:
    """The score by the rules as clinical.md puts them: another way than the SQL goes."""
    given = {i: a for i in gold.items if (a := form.get(i)) is not None}
    if any(i not in given for i in gold.required) or len(gold.items) - len(given) > gold.missing:
        return None
    mean = math.fsum(points(gold, i, a) for i, a in given.items()) / len(given)
    if gold.method == "mean":
        return mean
    total = mean * len(gold.items)
    whole = math.floor(total + 0.5 + 1e-9) if len(given) < len(gold.items) else total
    return gold.factor * whole


def answers(gold: Gold, count: int, turn: int) -> dict[int, float | None]:
    """A form whose answers differ from item to item."""
    low, high = gold.answer
    steps = int(high - low) + 1
    form: dict[int, float | None] = {}
    for item in range(1, count + 1):
        offered = gold.odd.get(item)
        form[item] = offered[(item + turn) % len(offered)] if offered else low + (3 * item + turn) % steps
    return form


@pytest.mark.parametrize(("measure", "scale"), FROM_ITEMS)
def test_every_item_pair_and_run_of_items_missing(measure: str, scale: str) -> None:
    gold, count = GOLD[measure][scale], KEPT[measure][3]
    gone: set[tuple[int, ...]] = {()}
    for number in (1, 2):
        gone.update(itertools.combinations(gold.items, number))
    gone.update(gold.items[:end] for end in range(3, len(gold.items) + 1))
    gone.update(gold.items[start:] for start in range(len(gold.items)))
    forms = []
    for turn, missing in enumerate(sorted(gone)):
        form = answers(gold, count, turn)
        forms.append({i: None if i in missing else a for i, a in form.items()})
    got = form_scores(measure, [list(form.values()) for form in forms])
    for form, scores in zip(forms, got, strict=True):
        wanted = expected(gold, form)
        assert scores[scale] == (None if wanted is None else pytest.approx(wanted)), form
    scored = [scores[scale] for scores in got if scores[scale] is not None]
    assert scored
    assert len(scored) < len(got)
    assert all(gold.span[0] <= s <= gold.span[1] for s in scored if s is not None)


@pytest.mark.parametrize(("measure", "scale"), FROM_ITEMS)
def test_lowest_and_highest_form(measure: str, scale: str) -> None:
    gold, count = GOLD[measure][scale], KEPT[measure][3]
    low, high = gold.answer
    best = [high if i in gold.reverse else low for i in upto(count)]
    worst = [low if i in gold.reverse else high for i in upto(count)]
    assert [s[scale] for s in form_scores(measure, [best, worst])] == list(gold.span)


@pytest.mark.parametrize(("measure", "scale"), FROM_ITEMS)
def test_an_answer_that_the_form_does_not_offer_is_no_answer(measure: str, scale: str) -> None:
    gold, count = GOLD[measure][scale], KEPT[measure][3]
    low, high = gold.answer
    forms: list[dict[int, float | None]] = []
    wanted = []
    for item in gold.items:
        offered = gold.odd.get(item, ())
        for bad in (low - 1, low - 0.001, high + 0.001, high + 1, *((1, 3, 2.5) if offered else ())):
            form = answers(gold, count, item)
            forms.append({**form, item: bad})
            wanted.append(expected(gold, {**form, item: None}))
    got = form_scores(measure, [list(form.values()) for form in forms])
    for form, scores, want in zip(forms, got, wanted, strict=True):
        assert scores[scale] == (None if want is None else pytest.approx(want)), form


def form_of_total(gold: Gold, count: int, total: float) -> list[float | None]:
    """Answers of a complete form that make this score."""
    low = gold.answer[0]
    left = round(total / gold.factor - low * len(gold.items))
    form: dict[int, float | None] = {}
    for item in gold.items:
        offered = gold.odd.get(item, tuple(low + n for n in range(int(gold.answer[1] - low) + 1)))
        step = max(o - low for o in offered if o - low <= left)
        left -= round(step)
        form[item] = points(gold, item, low + step)
    assert left == 0, total
    return [form.get(item, low) for item in upto(count)]


def label(measure: str, scale: str, score: float) -> str | None:
    """The last band whose low is not above the score, as README.md says."""
    found = bare.of_the_shipped_measures().execute(
        "select label from measure_band where measure = ? and scale = ? and low <= ? "
        "order by low desc limit 1",
        [measure, scale, score],
    )
    row = found.fetchone()
    return None if row is None else str(row[0])


WHOLE = [pair for pair in FROM_ITEMS if GOLD[pair[0]][pair[1]].bands and pair[0] not in ("brs", "who5")]


@pytest.mark.parametrize(("measure", "scale"), WHOLE)
def test_both_edges_of_every_band(measure: str, scale: str) -> None:
    """A form is made that has the score at each edge: it is scored so, and read as that band."""
    gold, count = GOLD[measure][scale], KEPT[measure][3]
    edges = {score: name for name, low, high in gold.bands for score in (low, high)}
    found = form_scores(measure, [form_of_total(gold, count, score) for score in edges])
    assert [s[scale] for s in found] == list(edges)
    assert {s: label(measure, scale, s) for s in edges} == edges


# WHO-5 goes in steps of four, BRS in sixths, fifths and quarters: the scores next to each edge.
BETWEEN: list[tuple[str, list[float | None], float, str]] = [
    ("who5", [0, 0, 0, 0, 0], 0, "likely depression"),
    ("who5", [2, 2, 1, 1, 1], 28, "likely depression"),
    ("who5", [2, 2, 2, 1, 1], 32, "low"),
    ("who5", [3, 3, 2, 2, 2], 48, "low"),
    ("who5", [3, 3, 3, 2, 2], 52, "well"),
    ("who5", [5, 5, 5, 5, 5], 100, "well"),
    ("brs", [1, 5, 1, 5, 1, 5], 1, "low"),
    ("brs", [3, 3, 3, 3, 3, 4], 17 / 6, "low"),
    ("brs", [3, 3, 3, 3, 2, None], 14 / 5, "low"),
    ("brs", [3, 3, 3, 4, None, None], 11 / 4, "low"),
    ("brs", [3, 3, 3, 3, 3, 3], 3, "normal"),
    ("brs", [4, 2, 4, 2, 5, 2], 25 / 6, "normal"),
    ("brs", [4, 2, 4, 2, 5, None], 21 / 5, "normal"),
    ("brs", [4, 2, 4, 1, None, None], 17 / 4, "normal"),
    ("brs", [4, 2, 4, 2, 5, 1], 26 / 6, "high"),
    ("brs", [4, 2, 4, 1, 5, None], 22 / 5, "high"),
    ("brs", [5, 2, 5, 2, None, None], 18 / 4, "high"),
    ("brs", [5, 1, 5, 1, 5, 1], 5, "high"),
]


@pytest.mark.parametrize("measure", ["who5", "brs"])
def test_bands_of_scores_in_steps(measure: str) -> None:
    wanted = [row[1:] for row in BETWEEN if row[0] == measure]
    found = form_scores(measure, [form for form, *_ in wanted])
    for (form, score, band), got in zip(wanted, found, strict=True):
        assert got["total"] == pytest.approx(score), form
        assert got["total"] is not None
        assert label(measure, "total", got["total"]) == band, form


@pytest.mark.parametrize("measure", ["cssrs", "craving"])
def test_both_edges_of_the_bands_of_scores_that_are_given(measure: str) -> None:
    gold = GOLD[measure]["total"]
    for name, low, high in gold.bands:
        assert label(measure, "total", low) == name
        assert label(measure, "total", high) == name


@pytest.mark.parametrize("measure", ["cssrs", "oq45"])
def test_answers_of_a_measure_that_is_not_scored_here_make_no_score(measure: str) -> None:
    assert form_scores(measure, [[1.0] * KEPT[measure][3]]) == [{}]


N = None
FORMS: list[tuple[str, list[float | None], dict[str, Any]]] = [
    # AUDIT: items 9 and 10 take 0, 2 and 4
    ("audit", [1, 1, 1, 1, 1, 1, 1, 0, 0, 0], {"total": 7, "dependence": 7}),
    ("audit", [1, 1, 1, 1, 1, 1, 1, 1, 0, 0], {"total": 8, "dependence": 8}),
    ("audit", [4, 4, 4, 4, 4, 4, 4, 4, 4, 4], {"total": 40, "dependence": 40}),
    ("audit", [2, 2, 1, 0, 0, 0, 0, 0, 4, 4], {"total": 13, "dependence": 13}),
    ("audit", [1, 0, 0, 0, 0, 0, 0, 0, 2, 2], {"total": 5, "dependence": 5}),
    ("audit", [2, 2, 1, 0, 0, 0, 0, 0, 4, 3], {"total": N, "dependence": N}),
    ("audit", [2, 2, 1, 0, 0, 0, 0, 0, 1, 4], {"total": N, "dependence": N}),
    ("audit", [2, 2, 1, 0, 0, 0, 0, N, 2, 4], {"total": N, "dependence": N}),
    ("audit_c", [1, 1, 1], {"total": 3}),
    ("audit_c", [4, 4, N], {"total": N}),
    # DAST-10: no to item 3 is a point
    ("dast10", [0, 0, 1, 0, 0, 0, 0, 0, 0, 0], {"total": 0}),
    ("dast10", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], {"total": 1}),
    ("dast10", [1, 1, 0, 0, 0, 0, 0, 0, 0, 0], {"total": 3}),
    ("dast10", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], {"total": 9}),
    ("dast10", [1, 1, N, 1, 1, 1, 1, 1, 1, 1], {"total": N}),
    ("ors", [6.2, 6.3, 6.2, 6.2], {"total": 24.9}),
    ("ors", [6.2, 6.3, 6.3, 6.2], {"total": 25}),
    ("ors", [6.2, 6.3, 6.3, N], {"total": N}),
    ("srs", [9, 9, 9, 8.9], {"total": 35.9}),
    ("who5", [3, 3, 3, 2, 2], {"total": 52}),
    ("who5", [3, 3, 3, 3, N], {"total": N}),
    # PCL-5: four of 20 may be missing, and one of a long cluster
    (
        "pcl5",
        [1, 1, 1, 1, 1, 2, 2, 0, 1, 2, 3, 4, 0, 1, 2, 2, 2, 2, 2, 1],
        {"total": 31, "intrusion": 5, "avoidance": 4, "mood": 11, "arousal": 11},
    ),
    (
        "pcl5",
        [N, 1, 1, 1, 1, 2, N, N, 1, 2, 3, 4, 0, 1, 2, 2, 2, 2, 2, N],
        # 27 x 20 / 16 = 33.75; 11 x 7 / 6 = 12.83; 10 x 6 / 5
        {"total": 34, "intrusion": 5, "avoidance": N, "mood": 13, "arousal": 12},
    ),
    (
        "pcl5",
        [N, N, 1, 1, 1, 2, 2, N, N, 2, 3, 4, 0, 1, 2, 2, 2, 2, 2, N],
        {"total": N, "intrusion": N, "avoidance": 4, "mood": N, "arousal": 12},
    ),
    ("tea", [7, 8, 5, 6], {"total": 26}),
    ("tea", [7, 8, 5, 0], {"total": N}),
    ("k10", [2, 2, 2, 2, 2, 2, 2, 2, 2, 2], {"total": 20}),
    ("k10", [2, 2, 2, 2, 2, 2, 2, 2, 3, N], {"total": 21}),  # 19 x 10 / 9 = 21.11
    ("k10", [2, 2, 2, 2, 2, 2, 2, 2, N, N], {"total": N}),
    ("k10", [0, 2, 2, 2, 2, 2, 2, 2, 2, 2], {"total": 20}),  # 0 is no answer: 18 x 10 / 9
    ("isi", [2, 2, 2, 2, 2, 2, 3], {"total": 15}),
    ("isi", [2, 2, 2, 2, 2, 2, N], {"total": N}),
    ("whodas12", [1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2], {"total": 23}),
    ("whodas12", [1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, N], {"total": 23}),  # 21 x 12 / 11 = 22.91
    ("whodas12", [1, 2, 3, 4, 0, 1, 2, 3, 4, 0, N, N], {"total": N}),
    ("brs", [4, 2, 3, 1, 5, 2], {"total": 25 / 6}),  # 4 + 4 + 3 + 5 + 5 + 4
    ("brs", [4, N, 3, 1, 5, N], {"total": 17 / 4}),
    ("brs", [4, N, N, 1, 5, N], {"total": N}),
    # BAM-R: days, and words mapped onto them
    (
        "bam_r",
        [7.5, 3, 10, 0, 2, 1, 5, 12, 22.5, 8, 4, 15, 7.5, 20, 0, 30, 15],
        {"use": 3, "risk": 36.5, "protective": 103},
    ),
    (
        "bam_r",
        [N, 3, 10, 0, 2, N, 5, 12, 22.5, 8, 4, 15, 7.5, 20, 0, 31, 15],
        {"use": N, "risk": 35, "protective": 88},  # 29 x 6 / 5 = 34.8; 73 x 6 / 5 = 87.6
    ),
]


@pytest.mark.parametrize("measure", sorted({name for name, *_ in FORMS}))
def test_forms_worked_out_by_hand(measure: str) -> None:
    own = [row[1:] for row in FORMS if row[0] == measure]
    found = form_scores(measure, [form for form, _ in own])
    for (form, wanted), got in zip(own, found, strict=True):
        assert got == {scale: s if s is None else pytest.approx(s) for scale, s in wanted.items()}, form
