"""One site of the clinic: three programs, six staff, and the calendar of its groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from caseboard.simulation.chance import EDITION, Chance
from caseboard.simulation.days import DAY, Days
from caseboard.simulation.tables import TableFiles
from caseboard.simulation.words import ADJUNCT_TOPICS, TOPICS, person_name

MORNING, EVENING, OUTPATIENT = 0, 1, 2
DAYS_AHEAD = 7
"""Sessions and screens are planned this many days past the last day."""


@dataclass(frozen=True)
class Program:
    """What one program offers in a week."""

    name: str
    level: str
    track: str
    group_days: Mapping[int, tuple[int, int]]
    """Weekday of each group: when it begins (minute of the day) and how long it lasts."""
    adjunct: tuple[int, int, int] | None
    """The optional hour: weekday, minute of the day, minutes."""
    one_to_one: tuple[tuple[int, int], ...]
    """Weekdays and minutes of the day at which a one-to-one hour can begin."""
    clinicians: tuple[int, ...]
    instruments: Mapping[str, int]


def _slots(weekdays: tuple[int, ...], first_hour: int, hours: int) -> tuple[tuple[int, int], ...]:
    return tuple((day, (first_hour + n) * 60) for day in weekdays for n in range(hours))


_INTENSIVE = {"phq9": 14, "gad7": 14, "bam_iop": 7, "drug_screen": 7, "daily_log": 1}
_OUTPATIENT = {"phq9": 14, "gad7": 14, "bam": 30, "drug_screen": 7, "daily_log": 1}

PROGRAMS = (
    Program(
        "Morning IOP",
        "intensive_outpatient",
        "morning",
        {0: (9 * 60, 160), 2: (9 * 60, 160), 4: (9 * 60, 160)},
        (5, 10 * 60, 60),
        _slots((1, 3), 9, 7),
        (1, 2),
        _INTENSIVE,
    ),
    Program(
        "Evening IOP",
        "intensive_outpatient",
        "evening",
        {0: (17 * 60 + 30, 160), 1: (17 * 60 + 30, 160), 3: (17 * 60 + 30, 160)},
        (5, 11 * 60 + 30, 60),
        _slots((2, 4), 12, 7),
        (3, 4),
        _INTENSIVE,
    ),
    Program(
        "Outpatient",
        "outpatient",
        "",
        {1: (10 * 60, 90), 2: (18 * 60, 90)},
        None,
        _slots((0, 3, 4), 9, 8),
        (4, 5),
        _OUTPATIENT,
    ),
)
"""The outpatient program has a morning and an evening group; a client goes to one of them."""

_STAFF = ("clinical_supervisor", "therapist", "therapist", "therapist", "therapist", "counselor")


@dataclass(frozen=True)
class Session:
    """A session on the calendar."""

    session_id: str
    begins: int
    minutes: int
    cancelled: bool


class Site:
    """The programs and staff of one place, and what its calendar holds on each day."""

    def __init__(self, number: int, sites: int, seed: int, days: Days) -> None:
        """Lay out the site's calendar over all days."""
        chance = Chance(seed, EDITION, "site", number)
        wide = max(2, len(str(sites * 6)))
        self.days = days
        self.name = "" if sites == 1 else f"Site {number + 1}"
        self.program_ids = [f"P{number * 3 + n + 1:0{wide}d}" for n in range(3)]
        self.staff_ids = [f"T{number * 6 + n + 1:0{wide}d}" for n in range(6)]
        self._chance = chance
        self.names: set[str] = set()
        """Names of staff and clients that are taken."""
        self.groups: list[dict[int, Session]] = [{}, {}, {}]
        self.adjuncts: list[dict[int, Session]] = [{}, {}, {}]

    def write(self, files: TableFiles) -> None:
        """Write the site's programs, staff, batteries and shared sessions."""
        chance = self._chance
        prefix = f"{self.name} " if self.name else ""
        staff = []
        for n, role in enumerate(_STAFF):
            name, _ = person_name(chance, "female" if chance.happens(0.6) else "male")
            self.names.add(name)
            staff.append((self.staff_ids[n], name, role, self.staff_ids[0] if n else ""))
        files.write("staff", staff)
        for n, program in enumerate(PROGRAMS):
            program_id = self.program_ids[n]
            files.write(
                "programs", [(program_id, prefix + program.name, self.name, program.level, program.track)]
            )
            files.write(
                "batteries", [(program_id, name, every) for name, every in program.instruments.items()]
            )
            files.write("sessions", self._calendar(n, program))

    def _calendar(self, n: int, program: Program) -> list[tuple[object, ...]]:
        chance, days = self._chance, self.days
        rows: list[tuple[object, ...]] = []
        program_id = self.program_ids[n]
        for day in range(days.last + DAYS_AHEAD + 1):
            weekday = days.weekday(day)
            cancelled = day in days.holidays or chance.happens(0.012)
            if weekday in program.group_days:
                minute, minutes = program.group_days[weekday]
                kind, held, who = "group", self.groups[n], self.staff_ids[chance.pick(program.clinicians)]
                topic = TOPICS[(day // 7 + 2 * weekday + n) % len(TOPICS)]
            elif program.adjunct is not None and weekday == program.adjunct[0]:
                _, minute, minutes = program.adjunct
                kind, held, who = "adjunct", self.adjuncts[n], self.staff_ids[5]
                topic = ADJUNCT_TOPICS[(day // 7) % len(ADJUNCT_TOPICS)]
            else:
                continue
            session_id = f"{program_id}-{days.text[day].replace('-', '')}"
            begins = day * DAY + minute
            held[day] = Session(session_id, begins, minutes, cancelled)
            rows.append((session_id, program_id, days.stamp(begins), minutes, kind, topic, who))
        return rows
