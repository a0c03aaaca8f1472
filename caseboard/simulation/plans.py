"""The treatment plan: goals and their ratings, supports, and reviews."""

from __future__ import annotations

from caseboard.simulation.person import Person
from caseboard.simulation.site import OUTPATIENT
from caseboard.simulation.tables import Row
from caseboard.simulation.visits import Visits
from caseboard.simulation.words import GOALS


def goals(person: Person, visits: Visits) -> tuple[list[Row], list[Row]]:
    """Return the goals and their ratings."""
    chance, days = person.chance, person.days
    rows: list[Row] = []
    ratings: list[Row] = []
    count = 0
    for start, end, _ in person.admissions():
        set_on = visits.near(start + chance.whole(1, 8), end)
        if set_on is None:
            continue
        begin = person.at(person.distress, start)
        for title in chance.some(GOALS, chance.pick((2, 3, 3, 4))):
            count += 1
            goal_id = f"{person.client_id}-G{count}"
            offset = chance.between(-0.35, 0.5)
            closed = end if end <= person.cut_day else None
            if chance.happens(0.08) and set_on + 60 < min(end, person.cut_day):
                closed = set_on + 60
            rows.append(
                (
                    goal_id,
                    person.client_id,
                    title,
                    chance.pick((1, 1, 2, 2, 3)),
                    days.text[set_on],
                    days.text[closed] if closed is not None else "",
                )
            )
            last = min(end, person.cut_day) if closed is None else closed
            for n in range(8):
                rated = set_on if n == 0 else visits.near(set_on + 28 * n, last)
                if rated is None or rated > last:
                    continue
                done = 1 - person.at(person.distress, rated) / max(begin, 0.3)
                level = -1.0 if n == 0 else -1.1 + 2.7 * done + offset + 0.25 * chance.bell()
                entered = person.entered(rated, 16 * 60)
                if person.known(entered):
                    value = int(level + 100.5) - 100
                    row = (goal_id, days.text[rated], max(-2, min(2, value)))
                    ratings.append((*row, days.stamp(entered)))
    return rows, ratings


def supports(person: Person) -> list[Row]:
    """Return a row for each support that was begun."""
    chance, text = person.chance, person.days.text
    rows: list[Row] = []
    begun: dict[str, int] = {}
    for start, end, stay in person.admissions():
        good = person.at(person.distress, min(end, person.day0 + person.course.end)) < 0.35
        planned = person.span(stay)[0] + stay.weeks * 7
        plans = [
            ("family", start + chance.whole(0, 6), 0.55),
            ("mutual_aid", start + chance.whole(5, 30), 0.7),
            ("sponsor", start + chance.whole(25, 60), 0.4),
            ("recovery_coach", start + chance.whole(10, 40), 0.3),
            ("vocational", start + chance.whole(30, 60), 0.18),
            ("faith", start + chance.whole(0, 40), 0.15),
            ("sober_living", start + chance.whole(0, 20), 0.12),
            ("relapse_prevention_plan", start + chance.whole(28, 55), 0.93 if good else 0.3),
            ("discharge_plan", planned - chance.whole(14, 28), 0.93 if good else 0.25),
            ("outpatient_provider", planned - chance.whole(7, 21), 0.7 if good else 0.15),
            ("alumni", planned - chance.whole(0, 10), 0.2 if good else 0.0),
        ]
        until = min(end, person.cut_day)
        for kind, day, share in plans:
            wanted = chance.happens(share)
            back = chance.whole(0, 12) if chance.happens(0.85) else chance.whole(20, 60)
            day = max(day, start)
            if not wanted or day > until or begun.get(kind) == day:
                continue
            begun[kind] = day
            ended, contact = "", text[max(day, until - back)]
            if not kind.endswith("_plan") and chance.happens(0.08) and until - day > 30:
                over = day + chance.whole(14, until - day)
                ended, contact = text[over], text[over - chance.whole(0, 7)]
            if kind.endswith("_plan"):
                contact = ""
            rows.append((person.client_id, kind, text[day], ended, contact))
    return rows


def reviews(person: Person, visits: Visits) -> list[Row]:
    """Return a row for each review that came due, done or not."""
    chance, text = person.chance, person.days.text
    rows: list[Row] = []
    seen: set[tuple[str, int]] = set()

    def plan(kind: str, due: int, end: int) -> None:
        if (kind, due) in seen:
            return
        seen.add((kind, due))
        done = visits.near(due - chance.pick((3, 2, 1, 0, 0)), end)
        if chance.happens(0.04):
            done = None
        rows.append((person.client_id, kind, text[due], text[done] if done else ""))

    horizon = person.days.last + 30
    for start, end, stay in person.admissions():
        for due in range(start + 30, min(end, horizon) + 1, 30):
            plan("treatment_plan", due, end)
        planned = person.span(stay)[0] + stay.weeks * 7 - 10
        if start < planned <= min(end, horizon):
            plan("discharge_plan", planned, end)
    for stay in person.stays:
        start, end = person.span(stay)
        if stay.program != OUTPATIENT:
            for due in range(start + 27, min(end, horizon) + 1, 28):
                plan("recertification", due, end)
    for day, kind, _ in person.course.events:
        due = person.day0 + day + 7
        if kind != "return_to_use" and due - 7 <= person.cut_day and person.inside(due):
            plan("safety_follow_up", due, due + 10)
    return rows
