"""Truths that are put in on purpose, to see whether an evaluation finds them.

Nothing is planted unless it is asked for, and then nobody else's rows differ.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from caseboard.errors import RequestError
from caseboard.simulation.chance import EDITION, Chance
from caseboard.simulation.courses import COURSES, DECK, Course, curves
from caseboard.simulation.person import PRIMARY, SEXES, Person
from caseboard.simulation.tables import TABLES, Row
from caseboard.simulation.words import NAMINGS

FEEDS = ("surveys", "screens", "logs")
GROUPS = {
    "sex": [word for word, _ in SEXES],
    "race_ethnicity": sorted({group for naming, _ in NAMINGS for group in naming.groups}),
    "language": sorted({naming.language for naming, _ in NAMINGS}),
    "primary_substance": [word for word, _ in PRIMARY if word],
}
"""The columns by which people can be set apart, each with the words that somebody may have."""
_EVERY, _GAP, _COMES = 21, 9, 0.15
"""In this many days somebody who is set apart has a gap of so many in which to come is this likely."""


@dataclass(frozen=True)
class Planted:
    """What is not as it is elsewhere.

    `useless`: feeds that tell of a stranger on another day, so that no rule on them can know anything.
    `apart`: a column of `clients` and a value; what keeps these people from sessions is not how they do
    (work, children, the bus), so that the same flags mean less.
    """

    useless: tuple[str, ...] = ()
    apart: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        """Raise RequestError for what cannot be planted."""
        for feed in self.useless:
            if feed not in FEEDS:
                raise RequestError(f"No feed is called '{feed}'; there are: {', '.join(FEEDS)}.")
        if self.apart is None:
            return
        column, value = self.apart
        if column not in GROUPS:
            raise RequestError(f"Nobody can be set apart by '{column}'; by: {', '.join(GROUPS)}.")
        if value not in GROUPS[column]:
            raise RequestError(f"Nobody has the {column} '{value}'; there are: {', '.join(GROUPS[column])}.")

    def said(self) -> str:
        """Return the lines that say so in `clinic.toml`; none where nothing is planted."""
        lines = [f"useless = {list(self.useless)}\n"] if self.useless else []
        if self.apart is not None:
            lines.append(f"apart = {list(self.apart)}\n")
        return "".join(lines).replace("'", '"')

    def told_by(self, person: Person, feed: str) -> Person:
        """Return whom a feed of this person tells of: the person, or a stranger with the same visits."""
        if feed not in self.useless:
            return person
        chance = Chance(person.seed, EDITION, "stranger", feed, person.number)
        stranger = copy(person)
        course = COURSES[chance.pick(DECK)](chance)
        whole, length = course.end + 1, len(person.come)
        turn = chance.whole(0, whole - 1)  # on another day too: all do badly in their first weeks
        stranger.course = Course("stranger", course.knots, [])
        stranger.distress, stranger.urge, use = (
            [curve[(day + turn) % whole] for day in range(length)]
            for curve in curves(course.knots, whole)[:3]
        )
        stranger.used = [chance.random() < share for share in use]
        return stranger

    def set_apart(self, person: Person, client: Row) -> None:
        """Keep the person from sessions now and then, where the row of the client is of the group."""
        if self.apart is None:
            return
        column, value = self.apart
        if str(client[list(TABLES["clients"]).index(column)]) == value:
            start = Chance(person.seed, EDITION, "apart", person.number).whole(0, _EVERY - 1)
            person.come = [
                share * _COMES if (day + start) % _EVERY < _GAP else share
                for day, share in enumerate(person.come)
            ]


NOTHING = Planted()
