"""Events in and around the stays, and how they were answered."""

from __future__ import annotations

from caseboard.simulation.days import DAY
from caseboard.simulation.person import Person
from caseboard.simulation.tables import Row


def events(person: Person, worrying: list[tuple[int, int]]) -> list[Row]:
    """Return a row for each known event; `worrying` are the days with a worrying survey."""
    chance, days = person.chance, person.days
    found: list[tuple[int, int, str, str]] = []
    for since, kind, note in person.course.events:
        day = person.day0 + since
        if person.inside(day):
            found.append((day, person.entered(day, 15 * 60), kind, note))
            if kind not in ("return_to_use", "hospitalization") and chance.happens(0.85):
                answered = day + chance.whole(0, 2)
                at = answered * DAY + 16 * 60
                found.append((answered, at, "risk_assessment", "Seen after the event"))
    for day, entered in worrying:
        draw = chance.random()
        if draw > 0.75:
            continue
        later = 0 if draw < 0.5 else 1 if draw < 0.72 else chance.whole(2, 4)
        answered = max(day + later, entered // DAY)
        at = max(entered + 20, answered * DAY + 12 * 60 + chance.whole(0, 360))
        found.append((answered, at, "risk_assessment", "Item 9 was talked through"))
    for kind, share, note in (
        ("emergency_visit", 0.012, "Broken wrist after a fall, not related to use"),
        ("arrest", 0.012, "Old warrant, released the same day"),
    ):
        if chance.happens(share):
            day = person.day0 + chance.whole(5, 90)
            if person.inside(day):
                found.append((day, person.entered(day, 14 * 60), kind, note))
    known = sorted(event for event in found if person.known(event[1]))
    return [
        (f"{person.client_id}-E{n}", person.client_id, days.text[day], kind, note, days.stamp(at))
        for n, (day, at, kind, note) in enumerate(known, 1)
    ]
