"""What the front office keeps: the client, the episodes, leaves, consents and old numbers."""

from __future__ import annotations

from caseboard.simulation.courses import Stay
from caseboard.simulation.person import Person
from caseboard.simulation.site import OUTPATIENT, PROGRAMS
from caseboard.simulation.tables import Row
from caseboard.simulation.values import YES_NO
from caseboard.simulation.words import RECIPIENTS


def client(person: Person) -> Row:
    """Return the row of the client."""
    chance = person.chance
    birth = person.days.year(person.day0) - chance.weighted(
        tuple((age, 60.0 - abs(age - 36)) for age in range(19, 72))
    )
    group = chance.pick(person.naming.groups)
    language = person.naming.language
    if language not in ("English", "Spanish") and chance.happens(0.6):
        language = "English"
    if language == "Spanish" and chance.happens(0.5):
        language = "English"
    medication = YES_NO[person.medicated]
    if chance.happens(0.04):
        medication = ""
    return (
        person.client_id,
        person.name,
        person.site.program_ids[person.stays[-1].program],
        person.clinicians[-1],
        "" if chance.happens(0.02) else birth,
        "" if chance.happens(0.03) else person.sex,
        "" if chance.happens(0.07) else group,
        language,
        person.primary,
        "true" if person.medicine else medication,
    )


def episodes(person: Person) -> list[Row]:
    """Return a row for each stay."""
    text = person.days.text
    rows: list[Row] = []
    for n, stay in enumerate(person.stays):
        start, end = person.span(stay)
        ended = end < person.days.last
        sessions, hours = _load(person, stay)
        authorized = ""
        if stay.program != OUTPATIENT:
            until = start + 27
            while until < min(end, person.cut_day - person.number % 3):
                until += 28
            authorized = text[until]
        rows.append(
            (
                f"{person.client_id}-{n + 1}",
                person.client_id,
                PROGRAMS[stay.program].level,
                text[start],
                text[end] if ended else "",
                stay.reason if ended else "",
                stay.weeks,
                sessions,
                f"{hours:g}",
                authorized,
            )
        )
    return rows


def _load(person: Person, stay: Stay) -> tuple[int, float]:
    """Return sessions and hours a week of a stay, as its program offers them."""
    program = PROGRAMS[stay.program]
    if stay.program == OUTPATIENT:
        return 2, 2.5
    sessions = len(program.group_days) + 1
    minutes = sum(length for _, length in program.group_days.values()) + 60
    if program.adjunct is not None and person.with_adjunct:
        sessions, minutes = sessions + 1, minutes + program.adjunct[2]
    return sessions, minutes / 60


def leaves(person: Person) -> list[Row]:
    """Return a row for each leave."""
    text = person.days.text
    return [
        (person.client_id, kind, text[start], text[end] if end <= person.cut_day else "")
        for start, end, kind in person.leaves
    ]


def consents(person: Person) -> list[Row]:
    """Return a row for each consent that was given."""
    chance, text = person.chance, person.days.text
    rows: list[Row] = []
    for recipient, scope in chance.some(RECIPIENTS, chance.whole(1, 3)):
        given = person.day0 + chance.whole(0, 6)
        revoked = given + chance.whole(20, 90) if chance.happens(0.05) else None
        if given <= person.cut_day:
            gone = text[revoked] if revoked is not None and revoked <= person.cut_day else ""
            rows.append((person.client_id, recipient, text[given], scope, text[given + 365], gone))
    return rows


def aliases(person: Person) -> list[Row]:
    """Return the number under which a few people were first registered."""
    merged = person.day0 + 12
    if person.number % 75 != 40 or merged > person.cut_day:
        return []
    old = person.client_id.replace("C", "X", 1)
    return [(old, person.client_id, person.days.text[merged])]
