"""The expected course: not from the future, not from the client's own admission, and the right numbers."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caseboard.library import Clinic, Library
from caseboard.library.measures import Measure
from caseboard.store import Cursor, Engine

LAST = date(2026, 3, 15)
DAYS = st.dates(date(2025, 3, 1), LAST)
PAST = ("survey_items", "survey_scores", "form_scores", "episodes")
Cell = tuple[str, str, str, int]
SOME = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answers(clinic: Clinic, day: date, clients: list[str]) -> list[Any]:
    """All that the expected course says on a day."""
    with clinic.asking(day) as asking:
        said = [asking.run(name).rows for name in ("expected_band", "measure_course", "not_on_track")]
        return said + [asking.run("client/expected_course", {"client_id": one}).rows for one in clients]


def open_clients(clinic: Clinic, day: date) -> list[str]:
    return [str(row["client_id"]) for row in clinic.run("open_client", as_of=day).records()]


def forget(cursor: Cursor, day: date) -> None:
    """Make the clinic one that knows nothing from after `day`."""
    end = datetime.combine(day + timedelta(days=1), time())
    for table in PAST:
        cursor.execute(f"delete from clinic.{table} where known_from >= $1", [end])
        cursor.execute(f"update clinic.{table} set known_until = null where known_until >= $1", [end])
    cursor.execute("update clinic.episodes set ended_on = null, end_reason = null where ended_on > $1", [day])


@SOME
@given(day=DAYS)
def test_what_is_known_later_changes_nothing(
    library: Library,
    sample: Clinic,
    sample_db: Path,
    tmp_path_factory: pytest.TempPathFactory,
    day: date,
) -> None:
    path = tmp_path_factory.mktemp("then") / "then.duckdb"
    shutil.copy(sample_db, path)
    with Engine(path).writing() as cursor, cursor.transaction():
        forget(cursor, day)
    then = Clinic(library, path)
    clients = open_clients(then, day)[:2]
    assert answers(sample, day, clients) == answers(then, day, clients)


@SOME
@given(day=DAYS, score=st.integers(0, 27))
@example(day=date(2026, 2, 1), score=0)  # its week is the judged one now
def test_a_clients_own_scores_are_no_part_of_what_is_expected(
    library: Library, sample_db: Path, tmp_path_factory: pytest.TempPathFactory, day: date, score: int
) -> None:
    path = tmp_path_factory.mktemp("own") / "own.duckdb"
    shutil.copy(sample_db, path)
    clinic = Clinic(library, path)
    clients = open_clients(clinic, day)
    before = answers(clinic, day, clients[:2])
    later = day + timedelta(days=1)
    add_scores(path, clients, [later + timedelta(days=7 * week) for week in range(9)], score)
    assert answers(clinic, day, clients[:2]) == before, "later scores of their own"

    add_scores(path, clients, [day - timedelta(days=1)], score)
    after = answers(clinic, day, clients[:2])
    assert expected(after[3]) == expected(before[3]), "earlier scores of their own"


def expected(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of client/expected_course without `is_judged` and `band`, which tell of the client."""
    return [row[:3] + row[4:-1] for row in rows]


def add_scores(path: Path, clients: list[str], days: list[date], score: int) -> None:
    """PHQ-9 totals where the client has no form of that day."""
    with Engine(path).writing() as cursor, cursor.transaction():
        for client in clients:
            for day in days:
                cursor.execute(
                    "insert into clinic.survey_scores (client_id, measure, scale, given_on, score, "
                    "known_from) values ($1, 'phq9', 'total', $2, $3, $4)",
                    [client, day, score, datetime.combine(day, time(9))],
                )


@pytest.mark.parametrize("day", [LAST, date(2025, 9, 14)])
def test_the_percentiles_are_those_of_a_plain_count(library: Library, sample: Clinic, day: date) -> None:
    cells = by_hand(sample, library.measures, day)
    compared = 0
    for client in open_clients(sample, day)[::3]:
        found = sample.run("client/expected_course", as_of=day, parameters={"client_id": client})
        for row in found.records():
            scores = cells.get((row["measure"], row["scale"], row["band"], row["week"]), [])
            assert row["n_people"] == len(scores), (client, row)
            assert (row["basis"] == "admissions") == (len(scores) >= 30)
            if row["basis"] == "admissions":
                cuts = quantiles(scores, n=20, method="inclusive")
                expected = [cuts[place] for place in (1, 4, 9, 14, 17)]
                assert [row[name] for name in ("p10", "p25", "p50", "p75", "p90")] == pytest.approx(expected)
                compared += 1
    assert compared > 100


def test_who_is_off_course_is_worse_than_nine_of_ten_who_began_alike(
    library: Library, sample_db: Path, tmp_path: Path
) -> None:
    """Each against the cell of the own measure, band and week; whose first form came late, against none."""
    path = tmp_path / "late.duckdb"
    shutil.copy(sample_db, path)
    clinic = Clinic(library, path)
    late = {
        str(row["client_id"]): row["admitted_on"] + timedelta(days=15)
        for row in clinic.run("open_client").records()[::4]
        if row["days_in"] > 60
    }
    with Engine(path).writing() as cursor, cursor.transaction():
        for client, until in late.items():
            for table in PAST[:3]:
                cursor.execute(
                    f"delete from clinic.{table} where client_id = $1 and given_on < $2", [client, until]
                )
    cells = by_hand(clinic, library.measures, LAST)
    seen = set()
    for row in clinic.run("measure_course", as_of=LAST).records():
        scores = cells.get((row["measure"], "total", row["band"], row["week"]), [])
        assert row["is_late"] == (row["client_id"] in late)
        alike = len(scores) >= 30 and row["week"] >= 3 and not row["is_late"]
        assert (row["basis"] == "admissions") == alike, row
        if alike:
            worst = quantiles(scores, n=10, method="inclusive")[8]  # of every core measure lower is better
            assert row["better"] == "lower"
            assert row["n_people"] == len(scores)
            assert row["on_track_up_to"] == pytest.approx(worst)
            assert row["standing"] == (2 if row["score"] > worst else 1)
        seen.add((row["basis"], row["is_late"], row["standing"], len(scores) >= 30))
    assert {("admissions", False, 1, True), ("admissions", False, 2, True)} < seen
    assert any(is_late and many for _, is_late, _, many in seen), "one who would have been compared"


def by_hand(clinic: Clinic, measures: dict[str, Measure], day: date) -> dict[Cell, list[float]]:
    """The scores of each cell, counted without SQL."""
    with clinic.asking(day) as asking:
        given = asking.run("score").records()
        stays = asking.run("known/episodes").records()
    admissions: dict[str, list[list[date | None]]] = {}
    for stay in sorted(stays, key=lambda one: (one["client_id"], one["started_on"])):
        client, start, end = stay["client_id"], stay["started_on"], stay["ended_on"]
        mine = admissions.setdefault(client, [])
        if mine and (mine[-1][1] is None or (start - mine[-1][1]).days <= 14):
            mine[-1][1] = None if end is None or mine[-1][1] is None else max(end, mine[-1][1])
        else:
            mine.append([start, end])
    here = {client for client, mine in admissions.items() if any(end is None for _, end in mine)}
    scores: dict[tuple[str, str, str], list[tuple[date, float]]] = {}
    for row in given:
        scores.setdefault((row["client_id"], row["measure"], row["scale"]), []).append(
            (row["given_on"], row["score"])
        )
    cells: dict[Cell, dict[str, tuple[date, float]]] = {}
    for (client, measure, scale), all_scores in scores.items():
        for start, end in admissions.get(client, []) if client not in here else []:
            assert start is not None and end is not None
            own = sorted(s for s in all_scores if start - timedelta(days=14) <= s[0] <= end)
            if not own or (own[0][0] - start).days > 14:
                continue
            band = band_of(measures[measure], scale, own[0][1])
            for on, score in own:
                week = max((on - start).days // 7 + 1, 1)
                people = cells.setdefault((measure, scale, band, week), {})
                people[client] = max(people.get(client, (on, score)), (on, score))
    return {cell: [score for _, score in people.values()] for cell, people in cells.items()}


def band_of(measure: Measure, scale: str, score: float) -> str:
    own = next(s for s in measure.scales if s.scale == scale)
    if own.bands:
        return [band.label for band in own.bands if band.low <= score][-1]
    assert own.cutoff is not None
    return "at or above the cut-off" if score >= own.cutoff else "below the cut-off"
