"""The surveys that a person fills in at visits: PHQ-9, GAD-7 and the Brief Addiction Monitor."""

from __future__ import annotations

from caseboard.simulation.person import Person
from caseboard.simulation.site import MORNING, PROGRAMS
from caseboard.simulation.tables import Row
from caseboard.simulation.values import bounded
from caseboard.simulation.visits import Visits

_RISK, _PROTECTIVE = (1, 2, 3, 8, 11, 15), (9, 10, 12, 13, 14, 16)
"""Items of the Brief Addiction Monitor."""


class Surveys:
    """Every form that was filled in, as its items or as its total alone."""

    def __init__(self, person: Person, visits: Visits) -> None:
        """Draw how the person answers, and then every form."""
        chance = person.chance
        self.person = person
        self.items: list[Row] = []
        self.scores: list[Row] = []
        self.worrying: list[tuple[int, int]] = []
        """Days on which item 9 of the PHQ-9 was not 0, and when that was entered."""
        self._tilt = [chance.between(0.7, 1.3) for _ in range(18)]
        self._anxious = chance.between(0.85, 1.1)
        self._draw(visits)

    def _draw(self, visits: Visits) -> None:
        person, chance = self.person, self.person.chance
        due: dict[str, int] = {}
        for stay in person.stays:
            start, end = person.span(stay)
            instruments = {**PROGRAMS[stay.program].instruments, "bam": 30}
            for day in visits.since(start):
                if day > end:
                    break
                for measure, every in instruments.items():
                    if measure in ("drug_screen", "daily_log"):
                        continue
                    if day < due.get(measure, start):
                        continue
                    if chance.random() > person.forms * (0.45 + 0.52 * person.at(person.come, day)):
                        continue
                    due[measure] = day + every
                    hour = 11 if stay.program == MORNING else 18
                    entered = person.entered(day, hour * 60 + 45)
                    if not person.known(entered):
                        continue
                    if measure == "phq9":
                        values = self._answers(day, 9, 0.98, self._tilt)
                        values[8] = self._item_nine(day)
                    elif measure == "gad7":
                        values = self._answers(day, 7, self._anxious, self._tilt[9:])
                    else:
                        values = self._monitor(day, 7 if measure == "bam_iop" else 30)
                    self._form(measure, day, entered, values)

    def _form(self, measure: str, day: int, entered: int, values: list[int]) -> None:
        person, chance = self.person, self.person.chance
        given, stamp = person.days.text[day], person.days.stamp(entered)
        if not measure.startswith("bam") and chance.happens(0.025) and day > person.day0 + 20:
            row = (person.client_id, measure, "total", given, sum(values), stamp)
            self.scores.append(row)
            return
        if measure == "phq9" and values[8] > 0:
            self.worrying.append((day, entered))
        blank = chance.happens(0.06)
        left_out = chance.whole(1, len(values)) if blank else 0
        if measure == "phq9" and chance.happens(0.015):
            left_out = 9
        for n, value in enumerate(values, 1):
            empty = n == left_out
            self.items.append((person.client_id, measure, given, n, "" if empty else value, stamp))

    def _answers(self, day: int, count: int, share: float, tilt: list[float]) -> list[int]:
        person, draw = self.person, self.person.chance.random
        level = person.at(person.distress, day) * share * (3 if count == 9 else 18 / 7)
        return [min(3, int(level * tilt[n] + 0.12 + 0.76 * draw())) for n in range(count)]

    def _item_nine(self, day: int) -> int:
        person = self.person
        thoughts, since = person.course.thoughts, day - person.day0
        if thoughts is not None and thoughts[0] <= since <= thoughts[1]:
            return person.course.thoughts_level
        distress = person.at(person.distress, day)
        chance = 0.25 if distress > 0.68 else 0.09 if distress > 0.5 else 0.004
        return 1 if person.chance.random() < chance else 0

    def _monitor(self, day: int, back: int) -> list[int]:
        person, chance, tilt = self.person, self.person.chance, self._tilt
        since = day - person.day0
        distress, urge = person.at(person.distress, day), person.at(person.urge, day)
        values = [0] * 17
        for item in _RISK:
            level = 3.1 * distress if item != 8 else 0.38 * urge
            values[item - 1] = bounded(level * tilt[item] + 0.35 * chance.bell(), 4)
        for item in _PROTECTIVE:
            level = 4.3 - 2.9 * distress
            if item == 9:
                level = 4.2 - 0.35 * urge - 0.8 * distress
            values[item - 1] = bounded(level * (2 - tilt[item]) ** 0.5, 4)
        times = sum(person.used[max(0, since - back) : since + 1])
        if times and chance.happens(person.candour):
            often = min(4, 1 + times * 4 // max(8, back))
            used = (3, 4) if person.primary == "alcohol" else (5, 6)
            values[used[0]] = values[used[1]] = often
        values[16] = bounded(3.2 - 1.5 * distress + 0.4 * chance.bell(), 4)
        return values
