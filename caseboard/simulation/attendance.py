"""The sessions of a person, and which of them were attended."""

from __future__ import annotations

from caseboard.simulation.days import DAY
from caseboard.simulation.person import Person
from caseboard.simulation.site import DAYS_AHEAD, OUTPATIENT, PROGRAMS, Session
from caseboard.simulation.tables import Row
from caseboard.simulation.visits import Visits
from caseboard.simulation.words import INDIVIDUAL_TOPICS


class Attendance:
    """Groups, adjuncts and one-to-one sessions of all stays, drawn day by day."""

    def __init__(self, person: Person) -> None:
        """Draw every session of the person."""
        self.person = person
        self.sessions: list[Row] = []
        """The sessions that the person has alone."""
        self.rows: list[Row] = []
        self._came: dict[int, bool] = {}
        """Days with a session of the stay, and whether the person came."""
        self._draw()

    @property
    def visits(self) -> Visits:
        """The days on which the person came."""
        return Visits((day for day, came in self._came.items() if came), self.person.cut_day)

    def _draw(self) -> None:
        person = self.person
        days, chance, site = person.days, person.chance, person.site
        for n, stay in enumerate(person.stays):
            program = PROGRAMS[stay.program]
            groups, adjuncts = site.groups[stay.program], site.adjuncts[stay.program]
            slot_day, slot_minute = program.one_to_one[(person.number * 5 + n) % len(program.one_to_one)]
            start, end = person.span(stay)
            only = None
            if stay.program == OUTPATIENT:
                only = 1 if person.morning_group else 2
            for day in range(start, min(end, days.last + DAYS_AHEAD) + 1):
                weekday = days.weekday(day)
                group = groups.get(day)
                if group is not None and only in (None, weekday):
                    self.rows.append(self._attend(group))
                if person.with_adjunct and (group := adjuncts.get(day)) is not None:
                    self.rows.append(self._attend(group))
                if weekday == slot_day:
                    week = (day - start) // 7
                    kind, topic = "individual", INDIVIDUAL_TOPICS[(week + week // 3) % 3]
                    if person.with_family and week % 3 == 2:
                        kind, topic = "family", "psychoeducation"
                    elif week % 4 == 3:
                        kind, topic = "progress_review", ""
                    cancelled = day in days.holidays or chance.happens(0.02)
                    self._alone(n, day, slot_minute, 60, kind, topic, cancelled)
                if person.medicated and weekday == 2 and (day - start) // 7 % 4 == 1:
                    minute = 12 * 60 + (person.number % 8) * 20
                    self._alone(n, day, minute, 20, "medication", "", False)

    def _alone(
        self, stay: int, day: int, minute: int, minutes: int, kind: str, topic: str, cancelled: bool
    ) -> None:
        person = self.person
        begins = day * DAY + minute
        letter = "m" if kind == "medication" else "i"
        session_id = f"{person.client_id}-{person.days.text[day].replace('-', '')}{letter}"
        who = person.site.staff_ids[0] if kind == "medication" else person.clinicians[stay]
        program_id = person.site.program_ids[person.stays[stay].program]
        stamp = person.days.stamp(begins)
        self.sessions.append((session_id, program_id, stamp, minutes, kind, topic, who))
        self.rows.append(self._attend(Session(session_id, begins, minutes, cancelled)))

    def _attend(self, session: Session) -> Row:
        person, session_id, minutes = self.person, session.session_id, session.minutes
        day, minute = divmod(session.begins, DAY)
        if day > person.cut_day:
            return session_id, person.client_id, "scheduled", "", ""
        chance = person.chance
        come = person.at(person.come, day)
        if person.used[day - person.day0]:
            come *= 0.85
        attended: object = ""
        entered = person.entered(day, minute + minutes)
        if session.cancelled:
            status = "cancelled_by_program"
        elif day in person.away:
            status = "excused"
        elif day == person.day0 or chance.random() < come:
            draw = chance.random()
            status = "attended"
            if draw < 0.035:
                status, attended = "late", minutes - chance.whole(2, 5) * 5
            elif draw < 0.05:
                status, attended = "left_early", minutes - chance.whole(2, 8) * 5
            elif draw < 0.85:
                attended = minutes
            if minutes == 20:
                status, attended = "attended", minutes
        else:
            draw = chance.random()
            status = "no_show" if draw < 0.62 else "late_cancel" if draw < 0.8 else "excused"
        if status in ("attended", "late", "left_early"):
            self._came[day] = True
        elif status != "cancelled_by_program":
            self._came.setdefault(day, False)
        if not person.known(entered):
            return session_id, person.client_id, "scheduled", "", ""
        return session_id, person.client_id, status, attended, person.days.stamp(entered)
