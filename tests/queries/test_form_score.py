"""Scores of forms by the view form_score: golden numbers, missing items, versions in time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from caseboard.library.measure_sql import reference_sql
from caseboard.library.measures import Measure, load_measures, read_measure
from tests.queries.bare import MEASURES, with_form_score

DAY = "2026-03-10"
FIRST = f"{DAY} 10:00:00"
Values = Sequence[float | None]


def add(
    connection: duckdb.DuckDBPyConnection,
    measure: str,
    values: Values,
    client: str = "X",
    known_from: str = FIRST,
    known_until: str | None = None,
) -> None:
    """One form: a value for each item from 1, None for an item left empty."""
    connection.execute(
        "insert into clinic.survey_items "
        "select ?, ?, ?, unnest(?::integer[]), unnest(?::double[]), null, ?, ?",
        [client, measure, DAY, list(range(1, len(values) + 1)), list(values), known_from, known_until],
    )


def scored(connection: duckdb.DuckDBPyConnection, columns: str = "*") -> list[tuple[Any, ...]]:
    connection.execute("delete from form_to_score")
    connection.execute(
        "insert into form_to_score select distinct client_id, measure, given_on from clinic.survey_items"
    )
    return connection.execute(
        f"select {columns} from form_score order by client_id, measure, scale, known_from"
    ).fetchall()


def scores(
    measure: str, forms: Sequence[Values], measures: list[Measure] | None = None
) -> list[dict[str, tuple[Any, ...]]]:
    """For each form, a client each: scale -> (score, answered, expected, prorated)."""
    with with_form_score(measures) as connection:
        for number, values in enumerate(forms):
            add(connection, measure, values, client=f"{number:04}")
        rows = scored(connection, "client_id, scale, score, items_answered, items_expected, prorated")
    found: list[dict[str, tuple[Any, ...]]] = [{} for _ in forms]
    for client, scale, *row in rows:
        assert scale not in found[int(client)]
        found[int(client)][scale] = tuple(row)
    return found


def adding_to(total: int, items: int, most: int) -> list[float | None]:
    """Item values that add up to a total."""
    values: list[float | None] = []
    for _ in range(items):
        values.append(min(most, total - sum(v or 0 for v in values)))
    return values


BANDS = {
    "phq9": [
        (0, 4, "none or minimal"),
        (5, 9, "mild"),
        (10, 14, "moderate"),
        (15, 19, "moderately severe"),
        (20, 27, "severe"),
    ],
    "gad7": [(0, 4, "none or minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")],
}


@pytest.mark.parametrize(("measure", "items"), [("phq9", 9), ("gad7", 7)])
def test_both_edges_of_every_band(measure: str, items: int) -> None:
    edges = {edge: label for low, high, label in BANDS[measure] for edge in (low, high)}
    with with_form_score() as connection:
        for total in edges:
            add(connection, measure, adding_to(total, items, 3), client=f"{total:04}")
        assert scored(connection, "score, prorated") == [(total, False) for total in edges]
        rows = connection.execute(
            "select s.score, b.label from form_score as s inner join measure_band as b "
            "using (measure, scale) where s.score between b.low and b.high"
        ).fetchall()
    assert dict(rows) == edges
    assert len(rows) == len(edges)


def test_both_edges_of_the_craving_bands() -> None:
    sql = reference_sql(load_measures(MEASURES))["measure_band"]
    rows = duckdb.execute(f"select label, low, high from ({sql}) where measure = 'craving'").fetchall()
    assert rows == [("low", 0, 3), ("medium", 4, 6), ("high", 7, 10)]


PHQ9: list[tuple[Values, tuple[Any, ...]]] = [
    ([1, 1, 0, 2, 0, 1, 1, 0, 2], (8, 9, 9, False)),
    ([1, 1, None, 2, 0, 1, 1, None, 2], (10, 7, 9, True)),  # 8 x 9 / 7 = 10.29
    ([1, 1, 0, 2, 0, 0, 0, 0, None], (5, 8, 9, True)),  # 4 x 9 / 8 = 4.5: half up
    ([3, 3, 3, 3, 3, 3, 3, 3, None], (27, 8, 9, True)),  # item 9 empty: still a score
    ([0, 0, 0, 0, 0, 0, 0, None, None], (0, 7, 9, True)),
    ([1, 1, 1, 1, 1, 1, None, None, None], (None, 6, 9, False)),
    ([None] * 9, (None, 0, 9, False)),
    ([1, 1, 1, 1, 1, 1, 1], (9, 7, 9, True)),  # items without a row are missing as well
    ([4, 1, 1, 1, 1, 1, 1, 1, 1], (9, 8, 9, True)),  # out of range is no answer
    ([-1, 1, 1, 1, 1, 1, 1, 1, 1], (9, 8, 9, True)),
    ([1, 1, 1, 1, 1, 1, 1, 1, 1, 3], (9, 9, 9, False)),  # there is no item 10
]


def test_phq9() -> None:
    expected = [{"total": form[1]} for form in PHQ9]
    assert scores("phq9", [form[0] for form in PHQ9]) == expected


def test_every_missing_pattern_of_gad7() -> None:
    answers = [3, 2, 1, 0, 3, 2, 1]
    patterns = list(itertools.product([True, False], repeat=7))
    with with_form_score() as connection:
        for number, pattern in enumerate(patterns):
            values = [a if there else None for a, there in zip(answers, pattern, strict=True)]
            add(connection, "gad7", values, client=f"{number:03}")
        got = scored(connection, "score, items_answered, prorated")
    for pattern, row in zip(patterns, got, strict=True):
        answered = sum(pattern)
        total = sum(a for a, there in zip(answers, pattern, strict=True) if there)
        if answered < 5:
            assert row == (None, answered, False), pattern
        else:
            assert row == (math.floor(total * 7 / answered + 0.5), answered, answered < 7), pattern


BAM = [1, 2, 3, 1, 0, 2, 4, 3, 4, 3, 2, 4, 1, 0, 1, 2, 4]


def bam(**changes: float | None) -> list[float | None]:
    """The form BAM with other answers to some items: i4=None."""
    values: list[float | None] = list(BAM)
    for key, value in changes.items():
        values[int(key[1:]) - 1] = value
    return values


FORMS: list[tuple[Values, tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]] = [
    # the form, and then use, risk and protective
    (bam(), (3, 3, 3, False), (12, 6, 6, False), (14, 6, 6, False)),
    # items 7 and 17 are in no scale
    (bam(i7=None, i17=0), (3, 3, 3, False), (12, 6, 6, False), (14, 6, 6, False)),
    (bam(i4=None), (None, 2, 3, False), (12, 6, 6, False), (14, 6, 6, False)),
    (bam(i6=None), (None, 2, 3, False), (12, 6, 6, False), (14, 6, 6, False)),
    # 11 x 6 / 5 = 13.2
    (bam(i1=None), (3, 3, 3, False), (13, 5, 6, True), (14, 6, 6, False)),
    (bam(i1=None, i15=None), (3, 3, 3, False), (None, 4, 6, False), (14, 6, 6, False)),
    # 10 x 6 / 5 = 12
    (bam(i12=None), (3, 3, 3, False), (12, 6, 6, False), (12, 5, 6, True)),
    (bam(i9=None, i10=None), (3, 3, 3, False), (12, 6, 6, False), (None, 4, 6, False)),
    (bam(i5=5), (None, 2, 3, False), (12, 6, 6, False), (14, 6, 6, False)),
]


@pytest.mark.parametrize("measure", ["bam", "bam_iop"])
def test_bam(measure: str) -> None:
    expected = [{"use": u, "risk": r, "protective": p} for _, u, r, p in FORMS]
    assert scores(measure, [form[0] for form in FORMS]) == expected


def test_a_scale_of_which_nothing_was_asked_has_no_score() -> None:
    assert scores("bam", [[1, 1, 1]])[0] == {
        "use": (None, 0, 3, False),
        "risk": (None, 3, 6, False),
        "protective": (None, 0, 6, False),
    }


PACS: list[tuple[Values, tuple[Any, ...]]] = [
    ([6, 6, 6, 6, 6], (30, 5, 5, False)),
    ([3, 3, 3, 3, None], (15, 4, 5, True)),
    ([3, 3, 3, None, None], (None, 3, 5, False)),
]


def test_pacs() -> None:
    expected = [{"total": form[1]} for form in PACS]
    assert scores("pacs", [form[0] for form in PACS]) == expected


OWN = """\
measure = "own"
title = "Own"
core = true
better = "higher"
recall_days = 7
interval_days = 7
licence = "free"
citation = "Nobody"
reviewed = 2026-11-23
assumed = []
[items]
count = 4
min = 1
max = 5
reverse = [2, 4]
exceptions = { 4 = { min = 0, max = 2 } }
[[scales]]
scale = "mean"
title = "Mean"
items = [1, 2, 3]
required = [2]
method = "mean"
max_missing = 1
prorate = true
min = 1
max = 5
reliable_change_source = "none published"
[[scales]]
scale = "total"
title = "Times four"
items = [1, 2, 3, 4]
method = "sum"
factor = 4
max_missing = 2
prorate = true
min = 12
max = 68
reliable_change_source = "none published"
"""


OWN_FORMS: list[tuple[Values, float | None, float]] = [
    # the form, and then mean and total
    ([5, 1, 5, 0], 5, 68),  # 2 and 4 are turned round: 5 + 5 + 5 + 2, times 4
    ([1, 5, 1, 2], 1, 12),
    ([4, 2, 3, 1], 11 / 3, 48),
    ([4, 2, None, 1], 4, 48),  # (4 + 4 + 1) x 4 / 3 = 12, times 4
    ([4, None, 3, 1], None, 44),  # item 2 is required; 8 x 4 / 3 = 10.67
    ([4, 2, None, None], 4, 64),  # 8 x 4 / 2
    ([4, 2, 3, 3], 11 / 3, 60),  # item 4 ends at 2: 11 x 4 / 3 = 14.67
    ([None, 2, None, 1], None, 40),  # (4 + 1) x 4 / 2
]


def test_reverse_exceptions_mean_factor_and_required(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    found = scores("own", [form[0] for form in OWN_FORMS], [read_measure(tmp_path / "own.toml")])
    assert [form["total"][0] for form in found] == [total for _, _, total in OWN_FORMS]
    for form, (values, mean, _) in zip(found, OWN_FORMS, strict=True):
        assert form["mean"][0] == (mean if mean is None else pytest.approx(mean)), values


def at(day: int) -> str:
    return f"2026-03-{day:02} 10:00:00"


def spans(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Of the scale total: (score, answered, day known from, day known until)."""
    return [
        row
        for row in scored(
            connection,
            "score, items_answered, day(known_from), day(known_until), scale",
        )
        if row[-1] == "total"
    ]


def test_a_correction_makes_a_version() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 6)
        connection.execute(
            "insert into clinic.survey_items values "
            f"('X', 'gad7', '{DAY}', 7, 1, null, '{at(10)}', '{at(12)}'), "
            f"('X', 'gad7', '{DAY}', 7, 3, null, '{at(12)}', null)"
        )
        assert spans(connection) == [(7, 7, 10, 12, "total"), (9, 7, 12, None, "total")]


def test_versions_with_the_same_score_are_one() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 5)
        connection.execute(
            "insert into clinic.survey_items values "
            f"('X', 'gad7', '{DAY}', 6, 0, null, '{at(10)}', '{at(12)}'), "
            f"('X', 'gad7', '{DAY}', 7, 1, null, '{at(10)}', '{at(12)}'), "
            f"('X', 'gad7', '{DAY}', 6, 1, null, '{at(12)}', '{at(14)}'), "
            f"('X', 'gad7', '{DAY}', 7, 0, null, '{at(12)}', '{at(14)}'), "
            f"('X', 'gad7', '{DAY}', 6, 2, null, '{at(14)}', null), "
            f"('X', 'gad7', '{DAY}', 7, 0, null, '{at(14)}', null)"
        )
        assert spans(connection) == [(6, 7, 10, 14, "total"), (7, 7, 14, None, "total")]


def test_the_same_score_of_more_items_is_another_version() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 6)
        connection.execute(
            f"insert into clinic.survey_items values ('X', 'gad7', '{DAY}', 7, 1, null, '{at(12)}', null)"
        )
        assert spans(connection) == [(7, 6, 10, 12, "total"), (7, 7, 12, None, "total")]


def test_a_form_that_is_withdrawn_has_no_version_from_then_on() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 7, known_until=at(13))
        assert spans(connection) == [(7, 7, 10, 13, "total")]


def test_a_form_without_an_answer_ends_too_when_it_is_withdrawn() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [None] * 7, known_until=at(13))
        assert spans(connection) == [(None, 0, 10, 13, "total")]


def test_a_form_that_comes_back_has_a_gap() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 7, known_until=at(13))
        add(connection, "gad7", [1] * 7, known_from=at(15))
        assert spans(connection) == [(7, 7, 10, 13, "total"), (7, 7, 15, None, "total")]


def test_items_withdrawn_one_by_one() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 4)
        for item, day in ((5, 12), (6, 14), (7, 14)):
            connection.execute(
                "insert into clinic.survey_items values "
                f"('X', 'gad7', '{DAY}', {item}, 1, null, '{at(10)}', '{at(day)}')"
            )
        assert spans(connection) == [
            (7, 7, 10, 12, "total"),
            (7, 6, 12, 14, "total"),
            (None, 4, 14, None, "total"),
        ]


def test_scales_of_one_form_have_their_own_versions() -> None:
    with with_form_score() as connection:
        add(connection, "bam", BAM[:3])
        connection.execute(
            "insert into clinic.survey_items values "
            f"('X', 'bam', '{DAY}', 4, 0, null, '{at(10)}', null), "
            f"('X', 'bam', '{DAY}', 5, 0, null, '{at(10)}', null), "
            f"('X', 'bam', '{DAY}', 6, 0, null, '{at(12)}', null)"
        )
        got = scored(connection, "scale, score, day(known_from), day(known_until)")
    assert got == [
        ("protective", None, 10, None),
        ("risk", None, 10, None),
        ("use", None, 10, 12),
        ("use", 0, 12, None),
    ]


def test_only_the_forms_asked_for_are_scored_and_clients_stay_apart() -> None:
    with with_form_score() as connection:
        add(connection, "gad7", [1] * 7, client="A")
        add(connection, "gad7", [2] * 7, client="B")
        add(connection, "other", [2] * 7, client="C")  # a measure that is not defined
        assert [r[:1] + r[4:5] for r in scored(connection)] == [("A", 7), ("B", 14)]
        connection.execute("delete from form_to_score where client_id = 'A'")
        connection.execute("insert into form_to_score from form_to_score")  # asked twice
        rows = connection.execute("select client_id, score, items_answered from form_score").fetchall()
        assert rows == [("B", 14, 7)]


def test_the_columns_are_those_of_the_table_form_scores() -> None:
    schema = (MEASURES.parent / "schema" / "0002_own.sql").read_text(encoding="utf-8")
    statement = schema[schema.index("create table form_scores") :].split(";")[0]
    with with_form_score() as connection:
        connection.execute(statement)
        add(connection, "phq9", [1] * 9)
        connection.execute("insert into form_to_score values ('X', 'phq9', date '2026-03-10')")
        connection.execute("insert into form_scores from form_score")
        table = connection.execute("describe form_scores").fetchall()
        view = connection.execute("describe form_score").fetchall()
        assert [row[:2] for row in view] == [row[:2] for row in table]
        assert connection.execute("select count(*) from form_scores").fetchone() == (1,)
