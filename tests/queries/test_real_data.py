"""Macros against results of other programs: CTNote 0.1.3 and clinicalsignificance 3.0.0.

The data are not part of the project; without them these tests are skipped.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter
from typing import Any

import pytest

from tests.conftest import real_data
from tests.queries import bare

REAL_DATA = real_data()
pytestmark = pytest.mark.skipif(
    not REAL_DATA.is_dir(), reason="the real data (../shared/real_data) are not on this machine"
)


def _load(name: str) -> Any:
    return json.loads((REAL_DATA / name).read_text(encoding="utf-8"))


def test_screen_words_as_ctnote_reads_them() -> None:
    cases = _load("screen_words.json")["cases"]
    connection = bare.with_macros(
        "screen_retention",
        "screen_missing_as_positive",
        "screen_longest_abstinence",
        "screen_has_run",
    )
    wrong = []
    for case in cases:
        got = connection.execute(
            "select screen_retention($w), screen_missing_as_positive($w), "
            "screen_longest_abstinence($w), screen_has_run($w, '-', 4)",
            {"w": case["word"]},
        ).fetchone()
        expected = (
            case["retention"],
            case["missing_as_positive"],
            case["longest_abstinence"],
            case["four_negatives"],
        )
        if got != expected:
            wrong.append((case["word"], got, expected))
    assert len(cases) >= 40
    assert wrong == []


def _window(first: int | None, last: int, later: int) -> dict[str, int | None]:
    """As CTNote tells it: an event where there is a window, else the last window as the end of watching."""
    if last < 1:
        return {"time": None, "event": None}
    return {"time": (first or last) + later, "event": int(first is not None)}


def test_windows_and_weighted_counts_as_ctnote_reads_them() -> None:
    cases = _load("screen_words.json")["cases"]
    connection = bare.with_macros("screen_first_window", "screen_negatives")
    wrong = []
    for case in cases:
        row = connection.execute(
            "select screen_first_window($w, '+*o', 4, 4), screen_first_window($w, '+*o', 4, 3), "
            "screen_first_window($w, 'o', 4, 4), screen_negatives($w, 0.5)",
            {"w": case["word"]},
        ).fetchone()
        assert row is not None
        last = len(case["word"]) - 3
        # CTNote dates a window of three of four by its second specimen, a full one by its first.
        got = {
            "relapse_4_of_4": _window(row[0], last, 0),
            "relapse_3_of_4": _window(row[1], last, 1),
            "dropout_4_of_4": _window(row[2], last, 0),
            "negatives_mixed_half": float(row[3]),
        }
        expected = {name: case[name] for name in got}
        if got != expected:
            wrong.append((case["word"], got, expected))
    assert wrong == []


def test_no_field_of_the_real_data_is_left_out() -> None:
    """A field that is new in the files wants a test here."""
    words, changes = _load("screen_words.json"), _load("reliable_change.json")
    assert set(words) == set(changes) == {"made_by", "cases"}
    assert len(words["cases"]) == 48
    for case in words["cases"]:
        assert set(case) == {
            *("word", "retention", "missing_as_positive", "longest_abstinence", "four_negatives"),
            *("relapse_4_of_4", "relapse_3_of_4", "dropout_4_of_4", "negatives_mixed_half"),
        }
    assert len(changes["cases"]) == 4
    for case in changes["cases"]:
        assert set(case) == {
            *("outcome", "pre", "post", "better_is", "reliability", "cutoff_type", "cutoff", "counts"),
            *("m_functional", "sd_functional", "m_pre", "sd_pre", "s_diff", "participants"),
        }
        assert len(case["participants"]) == sum(case["counts"].values()) == 40


def _change_cases() -> list[Any]:
    return _load("reliable_change.json")["cases"] if REAL_DATA.is_dir() else []


@pytest.mark.parametrize("number", range(4))
def test_change_classes_as_clinicalsignificance_gives_them(number: int) -> None:
    case = _change_cases()[number]
    connection = bare.with_macros("reliable_change_amount", "clinical_cutoff", "change_class")
    counts: Counter[str] = Counter()
    wrong = []
    for person in case["participants"]:
        row = connection.execute(
            "select change_class(?, ?, ?, ?, ?, ?)",
            [
                person["pre"],
                person["post"],
                case["sd_pre"],
                case["reliability"],
                case["cutoff"],
                case["better_is"],
            ],
        ).fetchone()
        assert row is not None
        counts[row[0]] += 1
        # "Harmed" is "Deteriorated" that also crossed the cut-off: caseboard has one word.
        expected = person["category"].lower().replace("harmed", "deteriorated")
        if row[0] != expected:
            wrong.append((person, row[0]))
    assert wrong == []
    stated = case["counts"]
    assert counts["recovered"] == stated["Recovered"]
    assert counts["improved"] == stated["Improved"]
    assert counts["unchanged"] == stated["Unchanged"]
    assert counts["deteriorated"] == stated["Deteriorated"] + stated["Harmed"]


@pytest.mark.parametrize("number", range(4))
def test_cutoff_and_amount_as_clinicalsignificance_gives_them(number: int) -> None:
    case = _change_cases()[number]
    connection = bare.with_macros("reliable_change_amount", "clinical_cutoff")
    row = connection.execute(
        "select reliable_change_amount(?, ?)", [case["sd_pre"], case["reliability"]]
    ).fetchone()
    assert row is not None
    assert row[0] == pytest.approx(1.959964 * case["s_diff"], rel=1e-9)
    if case["cutoff_type"] == "c":
        row = connection.execute(
            "select clinical_cutoff(?, ?, ?, ?)",
            [case["m_pre"], case["sd_pre"], case["m_functional"], case["sd_functional"]],
        ).fetchone()
        assert row is not None
        assert row[0] == pytest.approx(case["cutoff"], rel=1e-9)
    else:
        # Criterion a: two SDs from the mean of those in treatment.
        assert case["cutoff"] == pytest.approx(case["m_pre"] - 2 * case["sd_pre"], rel=1e-9)


@pytest.mark.parametrize("number", range(4))
def test_mean_sd_and_each_index_as_clinicalsignificance_gives_them(number: int) -> None:
    case = _change_cases()[number]
    people = case["participants"]
    assert statistics.mean(p["pre"] for p in people) == pytest.approx(case["m_pre"])
    assert statistics.stdev(p["pre"] for p in people) == pytest.approx(case["sd_pre"])
    connection = bare.with_macros("reliable_change_amount")
    for person in people:
        row = connection.execute(
            "select (? - ?) / (reliable_change_amount(?, ?) / 1.959964)",
            [person["post"], person["pre"], case["sd_pre"], case["reliability"]],
        ).fetchone()
        assert row is not None
        assert row[0] == pytest.approx(person["rci"], rel=1e-9)
        assert person["change"] == person["post"] - person["pre"]
