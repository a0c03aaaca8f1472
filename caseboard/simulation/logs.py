"""The daily logs that a person fills in at home."""

from __future__ import annotations

from caseboard.simulation.days import DAY
from caseboard.simulation.person import Person
from caseboard.simulation.tables import Row
from caseboard.simulation.values import YES_NO, bounded
from caseboard.simulation.words import COPING_SKILLS, TRIGGERS


def daily_logs(person: Person) -> list[Row]:
    """Return a row for each day with a log."""
    chance, days = person.chance, person.days
    rows: list[Row] = []
    draw, bell = chance.random, chance.bell
    for stay in person.stays:
        start, end = person.span(stay)
        for day in range(start, min(end, person.cut_day) + 1):
            come = person.at(person.come, day)
            if draw() > person.diligence * min(1.0, come * 1.02) or day in person.away:
                continue
            minute = 19 * 60 + int(draw() * 140)
            late = draw()
            entered = day * DAY + minute
            if late > 0.96:
                entered = (day + 2) * DAY + minute - 300
            elif late > 0.85:
                entered = (day + 1) * DAY + 7 * 60 + minute % 180
            if not person.known(entered):
                continue
            since = day - person.day0
            distress, urge = person.distress[since], person.urge[since]
            used = person.used[since]
            craving = bounded(urge + 0.9 * bell() + (1.5 if used else 0), 10)
            mood = bounded(8.6 - 6.5 * distress + 0.9 * bell(), 10)
            stress = bounded(1.8 + 6.5 * distress + 1.1 * bell(), 10)
            sleep = int(2 * (7.8 - 2.2 * distress + 0.8 * bell()) + 0.5) / 2
            moves = draw() < 0.55 - 0.3 * distress
            sits = draw() < 0.5 - 0.3 * distress
            risky = draw() < 0.02 + urge / 22
            triggers = ""
            if craving >= 3 or risky:
                first = TRIGGERS[int(draw() * len(TRIGGERS))]
                second = TRIGGERS[int(draw() * len(TRIGGERS))]
                triggers = first if draw() < 0.6 or first == second else f"{first};{second}"
            skill = ""
            if (craving >= 2 or risky) and draw() < 0.85 - 0.4 * distress:
                skill = COPING_SKILLS[int(draw() * len(COPING_SKILLS))]
            told = "true" if used and draw() < person.candour else "false"
            empty = draw()
            rows.append(
                (
                    person.client_id,
                    days.text[day],
                    "" if empty < 0.01 else craving,
                    "" if 0.01 <= empty < 0.025 else mood,
                    "" if 0.02 <= empty < 0.04 else stress,
                    "" if 0.035 <= empty < 0.07 else f"{sleep:g}",
                    5 * int(2 + draw() * 9) if moves else 0,
                    5 * int(1 + draw() * 4) if sits else 0,
                    "" if 0.07 <= empty < 0.085 else told,
                    YES_NO[risky],
                    triggers,
                    skill,
                    days.stamp(entered),
                )
            )
    return rows
