"""How it went on after the last stay, and the truth that no clinic knows."""

from __future__ import annotations

from caseboard.simulation.person import Person
from caseboard.simulation.tables import Row
from caseboard.simulation.values import YES_NO


def follow_ups(person: Person) -> list[Row]:
    """Return a row for each follow-up that came due."""
    chance, text = person.chance, person.days.text
    rows: list[Row] = []
    final = len(person.stays)
    for number, stay in enumerate(person.stays, 1):
        end = person.span(stay)[1]
        if number < final or person.is_open or stay.reason == "died":
            continue
        good = person.at(person.distress, end) < 0.35 and stay.reason == "completed"
        for month in (1, 3, 6, 12):
            due = end + month * 30 + chance.whole(0, 9)
            reached, well = chance.happens(0.7 if good else 0.35), chance.happens(0.8)
            abstinent = 30 if good and well else chance.whole(0, 29)
            treated = YES_NO[chance.happens(0.5 if good else 0.25)]
            if due > person.cut_day:
                break
            row: Row = (person.client_id, f"{person.client_id}-{number}", month, "", "", "")
            if reached:
                row = (*row[:3], text[due], abstinent, treated)
            rows.append(row)
    return rows


def truth(person: Person) -> Row:
    """Return the row of the hidden course."""
    text, course = person.days.text, person.course

    def past(since: int | None) -> str:
        if since is None or person.day0 + since > person.cut_day:
            return ""
        return text[person.day0 + since]

    return (
        person.client_id,
        course.name,
        text[person.day0],
        past(course.turned),
        past(course.returned),
        "open" if person.is_open else person.stays[-1].reason,
    )
