"""The hidden courses: how a person does from day to day, and the stays that follow from it.

A course gives four curves over the days since admission, as knots that are joined by straight
lines, and the stays, leaves and events that go with them:

* distress, 0 to 1: drives mood, anxiety and how life is going;
* urge, 0 to 10: craving;
* use, 0 to 1: the chance of using on that day;
* come, 0 to 1: the chance of coming to a session, and with it of filling in forms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from caseboard.simulation.chance import Chance
from caseboard.simulation.site import EVENING, MORNING, OUTPATIENT

Knot = tuple[int, float, float, float, float]

_WELL = 0.975
"""How reliably people come who are doing well."""


@dataclass
class Stay:
    """One stay at one level, in days since admission."""

    program: int
    start: int
    end: int
    reason: str
    weeks: int


@dataclass
class Course:
    """A person's hidden course, in days since admission."""

    name: str
    knots: list[Knot]
    stays: list[Stay]
    turned: int | None = None
    returned: int | None = None
    events: list[tuple[int, str, str]] = field(default_factory=list)
    leaves: list[tuple[int, int, str]] = field(default_factory=list)
    thoughts: tuple[int, int] | None = None
    """From when to when thoughts of suicide show in item 9 of the PHQ-9."""
    thoughts_level: int = 1

    @property
    def end(self) -> int:
        """The last day of the last stay."""
        return self.stays[-1].end


def _intensive(chance: Chance) -> int:
    return MORNING if chance.happens(0.5) else EVENING


def _good_stays(chance: Chance, extra: int = 0) -> list[Stay]:
    """Stays of someone for whom treatment goes well, `extra` days longer than planned."""
    if chance.happens(0.12):
        weeks = chance.pick((12, 12, 16))
        end = weeks * 7 + chance.whole(0, 24) + extra
        return [Stay(OUTPATIENT, 0, end, "completed", weeks)]
    weeks = chance.pick((10, 10, 12, 12))
    end = weeks * 7 + chance.whole(5, 36) + extra
    program = _intensive(chance)
    if chance.happens(0.2):
        reason = "completed" if chance.happens(0.75) else "transferred"
        return [Stay(program, 0, end, reason, weeks)]
    start = end + chance.whole(1, 6)
    later = chance.pick((6, 8, 8))
    last = chance.weighted((("completed", 88.0), ("administrative", 7.0), ("transferred", 5.0)))
    finish = start + later * 7 + chance.whole(6, 44)
    if last == "administrative":
        finish = start + chance.whole(20, later * 7)
    return [Stay(program, 0, end, "stepped_down", weeks), Stay(OUTPATIENT, start, finish, last, later)]


def _settling(chance: Chance, day: int, distress: float, urge: float) -> list[Knot]:
    """Knots of someone who gets better from this day on."""
    low = chance.between(0.05, 0.17)
    return [
        (day + 24, distress * 0.5, urge * 0.45, 0.004, _WELL),
        (day + 56, min(low + 0.05, distress * 0.4), min(1.6, urge * 0.3), 0.0006, _WELL),
        (day + 90, low, chance.between(0.3, 1.3), 0.0, _WELL),
    ]


def steady_recovery(chance: Chance) -> Course:
    """Better from the first weeks on."""
    distress, urge = chance.between(0.40, 0.76), chance.between(4.0, 7.0)
    knots = [(0, distress, urge, 0.05, 0.97), (9, distress * 0.85, urge * 0.8, 0.01, _WELL)]
    return Course("steady_recovery", knots + _settling(chance, 4, distress, urge), _good_stays(chance), 4)


def slow_start(chance: Chance) -> Course:
    """Little change for three or four weeks, and then better."""
    distress, urge = chance.between(0.48, 0.72), chance.between(5.0, 7.5)
    turn = chance.whole(16, 28)
    knots = [
        (0, distress, urge, 0.05, 0.92),
        (turn, distress, urge, 0.04, 0.93),
        (turn + 12, distress * 0.58, urge * 0.6, 0.008, 0.96),
    ]
    stays = _good_stays(chance, extra=chance.whole(0, 14))
    knots += _settling(chance, turn + 8, distress, urge)
    return Course("slow_start", knots, stays, turn)


def relapse_and_return(chance: Chance) -> Course:
    """Well, then a time of use, and then back: during the same stay or in a later one."""
    distress, urge = chance.between(0.42, 0.68), chance.between(4.5, 7.0)
    lapse = chance.whole(34, 90)
    length = chance.whole(8, 16)
    before = max(0.2, distress * 0.45)
    knots = [
        (0, distress, urge, 0.05, 0.95),
        (12, distress * 0.7, urge * 0.65, 0.008, 0.97),
        (lapse - 6, before, 2.4, 0.001, 0.97),
        (lapse, before + 0.15, 6.5, 0.35, 0.75),
        (lapse + length, before + 0.25, 6.5, 0.3, 0.6),
    ]
    told = (lapse + 2, "return_to_use", "Told the group about a night of use")
    stays = _good_stays(chance, extra=14)
    if chance.happens(0.55):
        back = lapse + length
        knots += [(back + 5, before + 0.12, 4.0, 0.02, 0.93)]
        knots += _settling(chance, back, 0.45, 4.5)
        for stay in stays:
            stay.end += length if stay.end > lapse else 0
        for earlier, stay in pairwise(stays):
            move = max(0, earlier.end + 1 - stay.start)
            stay.start, stay.end = stay.start + move, stay.end + move
        course = Course("relapse_and_return", knots, stays, lapse, back)
        if chance.happens(0.25):
            course.leaves.append((back - 4, back + chance.whole(1, 3), "detox"))
    else:
        left = lapse + length + chance.whole(16, 24)
        back = left + chance.whole(24, 75)
        stay = stays[0]
        away = [Stay(stay.program, 0, left, "lost_to_contact", stay.weeks)]
        knots += [
            (lapse + length + 2, 0.5, 6.0, 0.3, 0.05),
            (back - 1, 0.5, 6.0, 0.2, 0.05),
            (back, 0.52, 5.0, 0.03, 0.96),
            (back + 10, 0.4, 3.8, 0.008, 0.97),
        ]
        knots += _settling(chance, back + 6, 0.5, 5.0)
        again = _good_stays(chance)
        for part in again:
            part.start, part.end = part.start + back, part.end + back
        course = Course("relapse_and_return", knots, away + again, lapse, back)
    if chance.happens(0.7):
        course.events.append(told)
    return course


def drifting_away(chance: Chance) -> Course:
    """Comes less and less, and is not seen again."""
    distress, urge = chance.between(0.35, 0.65), chance.between(4.0, 7.0)
    turn = chance.whole(14, 55)
    gone = turn + chance.whole(9, 16)
    end = gone + chance.whole(10, 22)
    reason = chance.weighted(
        (("lost_to_contact", 70.0), ("left_against_advice", 20.0), ("administrative", 10.0))
    )
    if reason == "left_against_advice":
        end = gone + chance.whole(1, 5)
    knots = [
        (0, distress, urge, 0.05, 0.94),
        (turn, distress * 0.8, urge * 0.8, 0.02, 0.93),
        (gone, distress * 0.85, urge * 0.95, 0.1, 0.3),
        (gone + 2, distress * 0.9, urge, 0.15, 0.02),
    ]
    program = OUTPATIENT if chance.happens(0.15) else _intensive(chance)
    return Course("drifting_away", knots, [Stay(program, 0, end, reason, 10)], turn)


_CRISES = (
    ("crisis", 40.0, "Called the on-call line at night, very low after an argument"),
    ("emergency_visit", 30.0, 'Seen at the emergency department; said "I could not stop shaking"'),
    ("overdose", 12.0, "Revived by a neighbour, taken to hospital"),
    ("hospitalization", 12.0, "Admitted for observation"),
    ("self_harm", 6.0, "Cut on the forearm, no stitches needed"),
)


def crisis(chance: Chance) -> Course:
    """Worsen suddenly, with danger, and be cared for."""
    distress, urge = chance.between(0.5, 0.75), chance.between(4.5, 7.0)
    turn = chance.whole(20, 75)
    kind, note = chance.weighted([((kind, note), weight) for kind, weight, note in _CRISES])
    knots = [
        (0, distress, urge, 0.04, 0.95),
        (turn - 8, distress * 0.62, urge * 0.6, 0.01, 0.96),
        (turn - 2, distress * 0.8, urge * 0.8, 0.02, 0.93),
        (turn, 0.92, 7.0, 0.12 if kind == "overdose" else 0.03, 0.8),
        (turn + 12, 0.72, 5.5, 0.02, 0.9),
        (turn + 26, 0.45, 3.8, 0.006, 0.95),
    ]
    course = Course("crisis", knots, [], turn, turn + 26)
    course.knots += _settling(chance, turn + 24, 0.5, 4.0)
    course.events.append((turn, kind, note))
    course.thoughts = (turn - 6, turn + chance.whole(12, 22))
    course.thoughts_level = chance.pick((1, 1, 2, 3))
    stays = _good_stays(chance, extra=21)
    first = stays[0]
    what = chance.random()
    if kind == "overdose" and chance.happens(0.05):
        course.stays = [Stay(first.program, 0, turn, "died", first.weeks)]
        return course
    if first.end <= turn + 5:
        first.end = turn + 40
        for earlier, stay in pairwise(stays):
            move = max(0, earlier.end + 2 - stay.start)
            stay.start, stay.end = stay.start + move, stay.end + move
    if first.program == OUTPATIENT:
        away = turn + chance.whole(1, 4)
        start = away + chance.whole(1, 5)
        end = start + 70 + chance.whole(0, 20)
        course.stays = [
            Stay(OUTPATIENT, 0, away, "stepped_up", first.weeks),
            Stay(_intensive(chance), start, end, "completed", 8),
        ]
    elif what < 0.3:
        away = turn + chance.whole(1, 5)
        start = away + chance.whole(8, 13)
        first.end, reason = away, first.reason
        move = start - stays[1].start + 63 if len(stays) > 1 else 0
        again = Stay(first.program, start, start + 56 + chance.whole(0, 6), reason, 8)
        for stay in stays[1:]:
            stay.start, stay.end = stay.start + move, stay.end + move
        first.reason = "stepped_up"
        course.stays = [first, again, *stays[1:]]
    elif what < 0.45:
        first.end, first.reason = turn + chance.whole(2, 9), "stepped_up"
        course.stays = [first]
    else:
        course.stays = stays
        if kind in ("hospitalization", "overdose", "self_harm") or what > 0.8:
            course.leaves.append((turn + 1, turn + chance.whole(4, 8), "hospital"))
    return course


def plateau(chance: Chance) -> Course:
    """Better at first, and then neither better nor worse."""
    distress = chance.between(0.64, 0.82)
    urge = chance.between(5.0, 7.0)
    level = distress - chance.between(0.33, 0.38)
    turn = chance.whole(16, 24)
    still = chance.between(3.4, 4.8)
    knots = [
        (0, distress, urge, 0.05, 0.94),
        (turn, level, still, 0.006, 0.955),
        (400, level, still, 0.006, 0.955),
    ]
    program = OUTPATIENT if chance.happens(0.2) else _intensive(chance)
    weeks = 12
    end = weeks * 7 + chance.whole(0, 42)
    reason = chance.weighted((("administrative", 30.0), ("transferred", 30.0), ("completed", 40.0)))
    return Course("plateau", knots, [Stay(program, 0, end, reason, weeks)], turn)


COURSES: dict[str, Callable[[Chance], Course]] = {
    "steady_recovery": steady_recovery,
    "slow_start": slow_start,
    "relapse_and_return": relapse_and_return,
    "drifting_away": drifting_away,
    "crisis": crisis,
    "plateau": plateau,
}

DECK = (
    ("steady_recovery",) * 16
    + ("slow_start",) * 6
    + ("relapse_and_return",) * 6
    + ("drifting_away",) * 5
    + ("crisis",) * 3
    + ("plateau",) * 4
)
"""Courses are dealt from this deck, so that each forty clients have the same mixture."""


def curves(knots: list[Knot], length: int) -> tuple[list[float], ...]:
    """Join the knots by straight lines: one list each for distress, urge, use and come."""
    lists: tuple[list[float], ...] = ([], [], [], [])
    ordered = sorted(knots)
    for k, values in enumerate(lists):
        for here, there in pairwise(ordered):
            span = there[0] - here[0]
            if span <= 0:
                continue
            begin = here[k + 1]
            slope = (there[k + 1] - begin) / span
            values.extend([begin + slope * n for n in range(span)])
        if len(values) < length:
            values.extend([ordered[-1][k + 1]] * (length - len(values)))
    return lists
