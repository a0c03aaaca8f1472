"""What is withheld of small groups cannot be worked out from what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseboard.evaluation.replay import replay, sundays
from caseboard.library import Clinic, Library

FIRST, LAST = date(2024, 11, 3), date(2026, 3, 15)
SMALLEST = 11
Key = tuple[str, str, str]
OPEN = {"smallest_cell": 0, "people_that_are_enough": 0}


@dataclass
class Told:
    """One outcome: the figures as shown, as they are, and how many people stand behind them."""

    outcome: str
    weeks: dict[Key, int | None]
    shown: dict[Key, dict[str, float | None]]
    true: dict[Key, dict[str, float | None]]
    people: dict[Key, dict[str, int]]


@pytest.fixture(scope="module")
def told(sample_db: Path, library: Library) -> list[Told]:
    """Every third week of the sample, by group: everybody is in it."""
    made = []
    with Clinic(library, sample_db).asking(LAST, {"by_group": True, "rounds": 1}) as asking:
        replay(asking, sundays(FIRST, LAST)[::3], lambda what, share: None)
        asking.move(LAST)
        for outcome in library.outcomes:
            rows = asking.run("figures", {"outcome": outcome.stem}).records()
            open_rows = asking.run("figures", {"outcome": outcome.stem, **OPEN}).records()
            counts = asking.cursor.rows(
                "select signal, subgroup, member, people, people_happened, people_on, people_hit "
                "from figure_round where round = 0 and has_alerts"
            ).rows
            names = ("people", "people_happened", "people_on", "people_hit")
            made.append(
                Told(
                    outcome.stem,
                    {key(row): row["weeks"] for row in rows},
                    by_key(rows),
                    by_key(open_rows),
                    {(row[0], row[1], row[2]): dict(zip(names, row[3:], strict=True)) for row in counts},
                )
            )
    return made


def key(row: dict[str, Any]) -> Key:
    return row["signal"], row["subgroup"], row["member"]


def by_key(rows: list[dict[str, Any]]) -> dict[Key, dict[str, float | None]]:
    found: dict[Key, dict[str, float | None]] = defaultdict(dict)
    for row in rows:
        found[key(row)][row["figure"]] = row["number"]
    return found


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST


def hits(signal: str, one: dict[str, float | None]) -> Iterator[float]:
    """The share of the weeks that are on and have the outcome, by every way that the figures allow."""
    base, share = one["base_rate"], one["share_flagged"]
    sensitivity, specificity, ppv, npv, auc = (
        one[name] for name in ("sensitivity", "specificity", "ppv", "npv", "auc")
    )
    if signal != "priority" and auc is not None and specificity is not None:
        sensitivity = 2 * auc - specificity
    if signal != "priority" and auc is not None and sensitivity is not None:
        specificity = 2 * auc - sensitivity
    if base is not None and sensitivity is not None:
        yield base * sensitivity
    if share is not None and ppv is not None:
        yield share * ppv
    if base is not None and share is not None and specificity is not None:
        yield share - (1 - specificity) * (1 - base)
    if base is not None and share is not None and npv is not None:
        yield base - (1 - npv) * (1 - share)


def test_what_is_withheld_of_a_group_cannot_be_had_from_the_rest_of_its_row(told: list[Told]) -> None:
    small, leaks = 0, []
    for one in told:
        for which, people in one.people.items():
            if which[1] == "everybody" or not any(map(is_small, people.values())):
                continue
            small += 1
            true = next(hits(which[0], one.true[which]), None)
            found = list(hits(which[0], one.shown[which]))
            if true is not None and any(number == pytest.approx(true) for number in found):
                leaks.append((one.outcome, *which))
    assert small > 50
    assert not leaks


def test_the_figures_that_a_row_shows_never_give_a_base_rate_that_it_withholds(told: list[Told]) -> None:
    for one in told:
        for which, shown in one.shown.items():
            if "ppv" in shown and None in (shown["base_rate"], shown["share_flagged"]):
                about = ("sensitivity", "specificity", "ppv", "npv", "auc", "lead_days")
                assert [shown[name] for name in about] == [None] * 6, (one.outcome, which)


def test_nor_by_subtraction_from_everybody(told: list[Told]) -> None:
    """The members of a subgroup that are not to be told are no small group together either."""
    leaks = []
    for one in told:
        members: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for which in one.people:
            members[which[:2]].append(which)
        for (signal, subgroup), keys in members.items():
            whole = one.shown[signal, "everybody", "everybody"]
            if subgroup == "everybody" or whole["ppv"] is None:
                continue
            known = {
                "people_happened": lambda shown: shown["base_rate"],
                "people_on": lambda shown: shown["share_flagged"],
                "people_hit": lambda shown, signal=signal: next(hits(signal, shown), None),
            }
            for name, number in known.items():
                hidden = [k for k in keys if one.weeks[k] is None or number(one.shown[k]) is None]
                together = sum(one.people[k][name] for k in hidden)
                if len(hidden) < len(keys) and is_small(together):
                    leaks.append((one.outcome, signal, subgroup, name, [k[2] for k in hidden]))
    assert not leaks
