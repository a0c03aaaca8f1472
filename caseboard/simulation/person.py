"""One invented person: who it is, the hidden course, and what follows from it day by day."""

from __future__ import annotations

from caseboard.simulation.chance import EDITION, Chance
from caseboard.simulation.courses import COURSES, Course, Stay, curves
from caseboard.simulation.days import DAY
from caseboard.simulation.site import DAYS_AHEAD, PROGRAMS, Site
from caseboard.simulation.words import Naming, person_name

SEXES = (("female", 41.0), ("male", 55.0), ("nonbinary", 2.0))
PRIMARY = (
    ("alcohol", 46.0),
    ("opioid", 24.0),
    ("amphetamine", 12.0),
    ("cocaine", 8.0),
    ("cannabis", 4.0),
    ("benzodiazepine", 3.0),
    ("", 3.0),
)


class Person:
    """Somebody's stay in the clinic, made from the seed and the client's number alone."""

    def __init__(
        self, site: Site, seed: int, number: int, client_id: str, course: str, admitted: int
    ) -> None:
        """Draw who the person is and what will happen."""
        self.site, self.days, self.client_id, self.seed = site, site.days, client_id, seed
        chance = self.chance = Chance(seed, EDITION, number)
        self.number, self.day0 = number, admitted
        self.course: Course = COURSES[course](chance)
        last = self.days.last
        self.stays = [s for s in self.course.stays if admitted + s.start < last]
        self.is_open = admitted + self.stays[-1].end >= last
        length = min(self.course.end, last + DAYS_AHEAD - admitted) + 2
        self.distress, self.urge, use, self.come = curves(self.course.knots, length)
        self.used = [chance.random() < p for p in use[:length]]
        self.cut_day = self.days.cut // DAY

        self.sex = chance.weighted(SEXES)
        self.name, self.naming = self._a_name_of_its_own(seed)
        self.primary = chance.weighted(PRIMARY)
        share = {"opioid": 0.72, "alcohol": 0.3}.get(self.primary, 0.05)
        self.medicated = chance.happens(share)
        self.medicine = ""
        if self.medicated and self.primary == "opioid":
            self.medicine = "buprenorphine" if chance.happens(0.8) else "methadone"
        self.prescribed = chance.weighted((("", 92.0), ("benzodiazepine", 4.0), ("amphetamine", 4.0)))
        if self.prescribed == self.primary:
            self.prescribed = ""
        self.diligence = chance.weighted(((0.88, 55.0), (0.7, 30.0), (0.25, 15.0)))
        self.forms = 0.35 if chance.happens(0.08) else 1.0
        self.candour = chance.between(0.75, 1.0)
        self.with_adjunct = chance.happens(0.4)
        self.with_family = chance.happens(0.72)
        self.morning_group = chance.happens(0.4)
        self.leaves = self._leaves()
        self.away = {day for start, end, _ in self.leaves for day in range(start, end + 1)}
        self.clinicians = [site.staff_ids[PROGRAMS[s.program].clinicians[number % 2]] for s in self.stays]

    def _a_name_of_its_own(self, seed: int) -> tuple[str, Naming]:
        """Invent a name that nobody else at the site has, as long as there are any."""
        for attempt in range(20):
            name, naming = person_name(Chance(seed, EDITION, "name", self.number, attempt), self.sex)
            if name not in self.site.names:
                break
        self.site.names.add(name)
        return name, naming

    def _leaves(self) -> list[tuple[int, int, str]]:
        chance = self.chance
        found: list[tuple[int, int, str]] = []
        for start, end, kind in self.course.leaves:
            found.append((self.day0 + start, self.day0 + end, kind))
        if not found and chance.happens(0.13):
            start = self.day0 + chance.whole(15, 120)
            kind = chance.weighted((("travel", 60.0), ("medical", 25.0), ("other", 10.0), ("jail", 5.0)))
            found.append((start, start + chance.whole(3, 8), kind))
        inside = []
        for start, end, kind in found:
            for stay in self.stays:
                first, final = self.span(stay)
                if first < start <= final and start <= self.cut_day:
                    inside.append((start, min(end, final), kind))
        return inside

    def at(self, curve: list[float], day: int) -> float:
        """Return the value of a curve on a day."""
        return curve[min(max(day - self.day0, 0), len(curve) - 1)]

    def entered(self, day: int, minute: int) -> int:
        """Return when something of this moment is entered: mostly soon, sometimes days later."""
        draw = self.chance.random()
        if draw < 0.86:
            return day * DAY + min(minute + 3 + int(draw * 70), 21 * 60 + 27)
        spread = self.chance.whole(0, 9 * 60)
        if draw < 0.96:
            return (day + 1) * DAY + 8 * 60 + spread
        return (day + self.chance.whole(2, 5)) * DAY + 8 * 60 + spread

    def known(self, moment: int) -> bool:
        """Tell whether something of this moment was entered before the data were cut off."""
        return moment <= self.days.cut

    def span(self, stay: Stay) -> tuple[int, int]:
        """Return the first and the last day of a stay."""
        return self.day0 + stay.start, self.day0 + stay.end

    def inside(self, day: int) -> bool:
        """Tell whether a day lies in a stay."""
        return any(start <= day <= end for start, end in map(self.span, self.stays))

    def admissions(self) -> list[tuple[int, int, Stay]]:
        """Return first and last day of each admission, and its last stay."""
        found: list[tuple[int, int, Stay]] = []
        for stay in self.stays:
            start, end = self.span(stay)
            if found and start - found[-1][1] <= 14:
                found[-1] = (found[-1][0], end, stay)
            else:
                found.append((start, end, stay))
        return found
