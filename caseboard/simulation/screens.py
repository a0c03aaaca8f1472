"""The drug screens of a person: which are planned, collected, refused and reported."""

from __future__ import annotations

from caseboard.simulation.courses import Stay
from caseboard.simulation.days import DAY
from caseboard.simulation.person import Person
from caseboard.simulation.site import DAYS_AHEAD, OUTPATIENT, PROGRAMS
from caseboard.simulation.tables import Row
from caseboard.simulation.values import YES_NO
from caseboard.simulation.visits import Visits

_PANEL = ("alcohol", "opioid", "cocaine", "amphetamine", "benzodiazepine", "cannabis")


class Screens:
    """What is looked for in a person's specimens, and what is found."""

    def __init__(self, person: Person, visits: Visits) -> None:
        """Draw what else the person takes."""
        chance = person.chance
        self.person, self._visits = person, visits
        self._panel = list(_PANEL)
        if person.primary == "opioid":
            self._panel.append("fentanyl")
        if person.medicine:
            self._panel.append(person.medicine)
        self._other = chance.pick(_PANEL) if chance.happens(0.15) else ""
        self._smokes = person.primary != "cannabis" and chance.happens(0.1)

    def rows(self) -> list[Row]:
        """Return the screens of the stays, and those after a return to use."""
        person, chance, days = self.person, self.person.chance, self.person.days
        rows: list[Row] = []
        number = 0
        taken: set[int] = set()
        for stay in person.stays:
            start, end = person.span(stay)
            planned = set(self._planned_days(stay))
            for week in range(start - days.weekday(start), end + 1, 7):
                choices = [day for day in range(week, week + 5) if day in planned and day > start]
                if not choices or choices[0] > days.last + DAYS_AHEAD:
                    continue
                due = chance.pick(choices)
                if due > days.last + DAYS_AHEAD or due > end or due in person.away or due in taken:
                    continue
                taken.add(due)
                number += 1
                specimen = f"{person.client_id}-U{number:02d}"
                rows.extend(self._specimen(specimen, due, end))
        for since, kind, _ in person.course.events:
            told = self._visits.near(person.day0 + since, person.day0 + since + 4)
            if kind == "return_to_use" and told is not None:
                number += 1
                found = self._specimen(f"{person.client_id}-U{number:02d}", told, told)
                rows.extend((*row[:3], "", *row[4:]) for row in found if row[4])
        return rows

    def _planned_days(self, stay: Stay) -> list[int]:
        person = self.person
        start, end = person.span(stay)
        program, days = PROGRAMS[stay.program], person.days
        weekdays = set(program.group_days)
        if stay.program == OUTPATIENT:
            weekdays = {1 if person.morning_group else 2}
            weekdays.add(program.one_to_one[(person.number * 5) % len(program.one_to_one)][0])
        return [
            day
            for day in range(start, min(end, days.last + DAYS_AHEAD) + 1)
            if days.weekday(day) in weekdays and day not in days.holidays
        ]

    def _specimen(self, specimen: str, due: int, end: int) -> list[Row]:
        person, chance, days = self.person, self.person.chance, self.person.days
        text = days.text
        collected: int | None = None
        refused = False
        lately = person.used[max(0, due - person.day0 - 3) : due - person.day0 + 1]
        draw = chance.random()
        if due <= person.cut_day:
            collected = self._visits.first(due, min(due + 3, end))
            if collected is not None:
                unwilling = 0.16 if any(lately) else 0.006
                if draw < unwilling:
                    collected, refused = None, True
                elif draw < unwilling + 0.012:
                    collected = None
        if collected is None:
            result, at = ("refused", days.stamp(due * DAY + 17 * 60)) if refused else ("", "")
            return [
                (person.client_id, specimen, name, text[due], "", result, "", "", at) for name in self._panel
            ]
        lab = chance.happens(0.35)
        moment = collected * DAY + chance.whole(11 * 60, 20 * 60)
        if lab:
            moment += chance.whole(1, 4) * DAY - chance.whole(0, 180)
        pending = not person.known(moment)
        spoilt = chance.weighted((("", 985.0), ("dilute", 11.0), ("invalid", 4.0)))
        since = collected - person.day0
        used = any(person.used[max(0, since - 3) : since + 1])
        main = person.primary or "alcohol"
        rows: list[Row] = []
        for name in self._panel:
            positive, expected = False, False
            if name == main or (name == "fentanyl" and person.primary == "opioid"):
                positive = used
            elif name == self._other:
                positive = used and chance.happens(0.5)
            elif name == "cannabis":
                positive = self._smokes and chance.happens(0.7)
            if name in (person.medicine, person.prescribed):
                positive, expected = chance.happens(0.97), True
            result = "positive" if positive else "negative"
            rows.append(
                (
                    person.client_id,
                    specimen,
                    name,
                    text[due],
                    text[collected],
                    "" if pending else spoilt or result,
                    "" if pending else "definitive" if lab else "presumptive",
                    "" if pending else YES_NO[expected],
                    "" if pending else days.stamp(moment),
                )
            )
        return rows
