"""Corrections: rows that come again later with other values, as a clinic's record system sends them.

They draw from a source of chance of their own, so that the first rows do not depend on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from caseboard.simulation.chance import EDITION, Chance
from caseboard.simulation.person import Person
from caseboard.simulation.tables import Row

_ATTENDANCE, _ITEMS, _SCREENS = 0.008, 0.002, 0.1
"""How often: a visit entered wrongly, a mistyped answer, a quick test that the laboratory undoes."""
_OTHER = {"no_show": "excused", "attended": "no_show", "late": "attended", "late_cancel": "excused"}


def corrections(
    person: Person, attendance: Sequence[Row], items: Sequence[Row], screens: Sequence[Row]
) -> Iterator[tuple[str, list[Row]]]:
    """Return the rows of each table that came again, entered later."""
    chance = Chance(person.seed, EDITION, "corrected", person.number)
    last = person.days.stamp(person.days.cut)
    again: list[Row] = []
    for session, client, status, _, entered in attendance:
        if status in _OTHER and chance.happens(_ATTENDANCE):
            again.append((session, client, _OTHER[str(status)], "", _later(chance, entered)))
    yield "attendance", _known(again, last)
    again = []
    for client, measure, given, item, value, entered in items:
        if value != "" and chance.happens(_ITEMS):
            other = int(str(value)) - 1 if value else 1
            again.append((client, measure, given, item, other, _later(chance, entered)))
    yield "survey_items", _known(again, last)
    again = []
    for row in screens:
        *first, result, method, expected, found = row
        wrong = (result, method, expected) == ("positive", "presumptive", "false")
        if wrong and chance.happens(_SCREENS):
            again.append((*first, "negative", "definitive", expected, _later(chance, found)))
    yield "drug_screens", _known(again, last)


def _known(rows: list[Row], last: str) -> list[Row]:
    return [row for row in rows if str(row[-1]) <= last]


def _later(chance: Chance, entered: object) -> str:
    moment = datetime.fromisoformat(str(entered)) + timedelta(days=chance.whole(1, 12))
    return moment.isoformat(" ")
