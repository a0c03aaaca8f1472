"""One invented person: from the hidden course to the rows that a clinic would have."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from caseboard.simulation.chance import EDITION, Chance
from caseboard.simulation.courses import COURSES, Course, Stay, curves
from caseboard.simulation.days import DAY
from caseboard.simulation.site import DAYS_AHEAD, MORNING, OUTPATIENT, PROGRAMS, Site
from caseboard.simulation.tables import TableFiles
from caseboard.simulation.words import (
    COPING_SKILLS,
    GOALS,
    INDIVIDUAL_TOPICS,
    RECIPIENTS,
    TRIGGERS,
    Naming,
    person_name,
)

Row = Sequence[object]

_PRIMARY = (
    ("alcohol", 46.0),
    ("opioid", 24.0),
    ("amphetamine", 12.0),
    ("cocaine", 8.0),
    ("cannabis", 4.0),
    ("benzodiazepine", 3.0),
    ("", 3.0),
)
_PANEL = ("alcohol", "opioid", "cocaine", "amphetamine", "benzodiazepine", "cannabis")
_RISK, _PROTECTIVE, _USE = (1, 2, 3, 8, 11, 15), (9, 10, 12, 13, 14, 16), (4, 5, 6)
_YES_NO = ("false", "true")


def _bounded(value: float, low: int, high: int) -> int:
    rounded = int(value + 0.5) if value > 0 else 0
    return low if rounded < low else min(rounded, high)


class Person:
    """Somebody's stay in the clinic, made from the seed and the client's number alone."""

    def __init__(
        self, site: Site, seed: int, number: int, client_id: str, course: str, admitted: int
    ) -> None:
        """Draw who the person is and what will happen."""
        self.site, self.days, self.client_id = site, site.days, client_id
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

        self.sex = chance.weighted((("female", 41.0), ("male", 55.0), ("nonbinary", 2.0)))
        self.name, self.naming = self._a_name_of_its_own(seed)
        self.primary = chance.weighted(_PRIMARY)
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
        self.visits: list[int] = []
        """Days with an attended session, in order."""
        self.expected_visits: dict[int, bool] = {}
        """Days with a session of the stay, and whether the person came."""

    def _a_name_of_its_own(self, seed: int) -> tuple[str, Naming]:
        """Invent a name that nobody else at the site has, as long as there are any."""
        for attempt in range(20):
            name, naming = person_name(Chance(seed, EDITION, "name", self.number, attempt), self.sex)
            if name not in self.site.names:
                break
        self.site.names.add(name)
        return name, naming

    # -- small helpers ---------------------------------------------------------------------

    def _at(self, curve: list[float], day: int) -> float:
        return curve[min(max(day - self.day0, 0), len(curve) - 1)]

    def _entered(self, day: int, minute: int) -> int:
        """Return when something of this moment is entered: mostly soon, sometimes days later."""
        draw = self.chance.random()
        if draw < 0.86:
            return day * DAY + min(minute + 3 + int(draw * 70), 21 * 60 + 27)
        spread = self.chance.whole(0, 9 * 60)
        if draw < 0.96:
            return (day + 1) * DAY + 8 * 60 + spread
        return (day + self.chance.whole(2, 5)) * DAY + 8 * 60 + spread

    def _known(self, moment: int) -> bool:
        return moment <= self.days.cut

    def _until(self, stay: Stay) -> tuple[int, int]:
        return self.day0 + stay.start, self.day0 + stay.end

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
                first, final = self._until(stay)
                if first < start <= final and start <= self.cut_day:
                    inside.append((start, min(end, final), kind))
        return inside

    # -- writing ---------------------------------------------------------------------------

    def write(self, files: TableFiles) -> None:
        """Write every row of this person."""
        files.write("clients", [self._client()])
        files.write("episodes", self._episodes())
        self._sessions(files)
        self._surveys(files)
        files.write("drug_screens", self._screens())
        files.write("daily_logs", self._logs())
        self._goals(files)
        files.write("supports", self._supports())
        files.write("plan_reviews", self._reviews())
        files.write("events", self._events())
        files.write("follow_ups", self._follow_ups())
        files.write("consents", self._consents())
        text = self.days.text
        files.write(
            "leaves",
            [
                (self.client_id, kind, text[start], text[end] if end <= self.cut_day else "")
                for start, end, kind in self.leaves
            ],
        )
        files.write("truth", [self._truth()])
        if self.number % 75 == 40:
            merged = self.day0 + 12
            if merged <= self.cut_day:
                old = self.client_id.replace("C", "X", 1)
                files.write("client_aliases", [(old, self.client_id, text[merged])])

    def _client(self) -> Row:
        chance = self.chance
        birth = self.days.year(self.day0) - chance.weighted(
            tuple((age, 60.0 - abs(age - 36)) for age in range(19, 72))
        )
        group = chance.pick(self.naming.groups)
        language = self.naming.language
        if language not in ("English", "Spanish") and chance.happens(0.6):
            language = "English"
        if language == "Spanish" and chance.happens(0.5):
            language = "English"
        medication = _YES_NO[self.medicated]
        if chance.happens(0.04):
            medication = ""
        return (
            self.client_id,
            self.name,
            self.site.program_ids[self.stays[-1].program],
            self.clinicians[-1],
            "" if chance.happens(0.02) else birth,
            "" if chance.happens(0.03) else self.sex,
            "" if chance.happens(0.07) else group,
            language,
            self.primary,
            "true" if self.medicine else medication,
        )

    def _load(self, stay: Stay) -> tuple[int, float]:
        """Return sessions and hours a week of a stay, as its program offers them."""
        program = PROGRAMS[stay.program]
        if stay.program == OUTPATIENT:
            return 2, 2.5
        sessions = len(program.group_days) + 1
        minutes = sum(length for _, length in program.group_days.values()) + 60
        if program.adjunct is not None and self.with_adjunct:
            sessions, minutes = sessions + 1, minutes + program.adjunct[2]
        return sessions, minutes / 60

    def _episodes(self) -> list[Row]:
        text = self.days.text
        rows: list[Row] = []
        for n, stay in enumerate(self.stays):
            start, end = self._until(stay)
            ended = end < self.days.last
            sessions, hours = self._load(stay)
            authorized = ""
            if stay.program != OUTPATIENT:
                until = start + 27
                while until < min(end, self.cut_day - self.number % 3):
                    until += 28
                authorized = text[until]
            rows.append(
                (
                    f"{self.client_id}-{n + 1}",
                    self.client_id,
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

    # -- sessions --------------------------------------------------------------------------

    def _sessions(self, files: TableFiles) -> None:
        days, chance, site = self.days, self.chance, self.site
        sessions: list[Row] = []
        attendance: list[Row] = []
        for n, stay in enumerate(self.stays):
            program = PROGRAMS[stay.program]
            groups, adjuncts = site.groups[stay.program], site.adjuncts[stay.program]
            slot_day, slot_minute = program.one_to_one[(self.number * 5 + n) % len(program.one_to_one)]
            start, end = self._until(stay)
            only = None
            if stay.program == OUTPATIENT:
                only = 1 if self.morning_group else 2
            for day in range(start, min(end, days.last + DAYS_AHEAD) + 1):
                weekday = days.weekday(day)
                group = groups.get(day)
                if group is not None and only in (None, weekday):
                    attendance.append(
                        self._attend(group.session_id, group.begins, group.minutes, group.cancelled)
                    )
                if self.with_adjunct and (group := adjuncts.get(day)) is not None:
                    attendance.append(
                        self._attend(group.session_id, group.begins, group.minutes, group.cancelled)
                    )
                if weekday == slot_day:
                    week = (day - start) // 7
                    kind, topic = "individual", INDIVIDUAL_TOPICS[(week + week // 3) % 3]
                    if self.with_family and week % 3 == 2:
                        kind, topic = "family", "psychoeducation"
                    elif week % 4 == 3:
                        kind, topic = "progress_review", ""
                    cancelled = day in days.holidays or chance.happens(0.02)
                    self._alone(sessions, attendance, n, day, slot_minute, 60, kind, topic, cancelled)
                if self.medicated and weekday == 2 and (day - start) // 7 % 4 == 1:
                    minute = 12 * 60 + (self.number % 8) * 20
                    self._alone(sessions, attendance, n, day, minute, 20, "medication", "", False)
        files.write("sessions", sessions)
        files.write("attendance", attendance)
        self.visits = sorted(day for day, came in self.expected_visits.items() if came)

    def _alone(
        self,
        sessions: list[Row],
        attendance: list[Row],
        stay: int,
        day: int,
        minute: int,
        minutes: int,
        kind: str,
        topic: str,
        cancelled: bool,
    ) -> None:
        begins = day * DAY + minute
        letter = {"medication": "m"}.get(kind, "i")
        session_id = f"{self.client_id}-{self.days.text[day].replace('-', '')}{letter}"
        who = self.site.staff_ids[0] if kind == "medication" else self.clinicians[stay]
        program_id = self.site.program_ids[self.stays[stay].program]
        stamp = self.days.stamp(begins)
        sessions.append((session_id, program_id, stamp, minutes, kind, topic, who))
        attendance.append(self._attend(session_id, begins, minutes, cancelled))

    def _attend(self, session_id: str, begins: int, minutes: int, cancelled: bool) -> Row:
        day, minute = divmod(begins, DAY)
        if day > self.cut_day:
            return session_id, self.client_id, "scheduled", "", ""
        chance = self.chance
        come = self._at(self.come, day)
        if self.used[day - self.day0]:
            come *= 0.85
        attended: object = ""
        entered = self._entered(day, minute + minutes)
        if cancelled:
            status = "cancelled_by_program"
        elif day in self.away:
            status = "excused"
        elif day == self.day0 or chance.random() < come:
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
            self.expected_visits[day] = True
        elif status != "cancelled_by_program":
            self.expected_visits.setdefault(day, False)
        if not self._known(entered):
            return session_id, self.client_id, "scheduled", "", ""
        return session_id, self.client_id, status, attended, self.days.stamp(entered)

    # -- surveys ---------------------------------------------------------------------------

    def _surveys(self, files: TableFiles) -> None:
        chance = self.chance
        items: list[Row] = []
        scores: list[Row] = []
        due: dict[str, int] = {}
        self.worrying: list[tuple[int, int]] = []
        """Days on which item 9 of the PHQ-9 was not 0, and when that was entered."""
        tilt = [chance.between(0.7, 1.3) for _ in range(18)]
        anxious = chance.between(0.85, 1.1)
        for stay in self.stays:
            start, end = self._until(stay)
            instruments = {**PROGRAMS[stay.program].instruments, "bam": 30}
            visits = self.visits[bisect_left(self.visits, start) :]
            for day in visits:
                if day > end:
                    break
                for measure, every in instruments.items():
                    if measure in ("drug_screen", "daily_log"):
                        continue
                    if day < due.get(measure, start):
                        continue
                    if chance.random() > self.forms * (0.45 + 0.52 * self._at(self.come, day)):
                        continue
                    due[measure] = day + every
                    hour = 11 if stay.program == MORNING else 18
                    entered = self._entered(day, hour * 60 + 45)
                    if not self._known(entered):
                        continue
                    if measure == "phq9":
                        values = self._answers(day, 9, 0.98, tilt)
                        values[8] = self._item_nine(day)
                    elif measure == "gad7":
                        values = self._answers(day, 7, anxious, tilt[9:])
                    else:
                        values = self._monitor(day, 7 if measure == "bam_iop" else 30, tilt)
                    self._form(items, scores, measure, day, entered, values)
        files.write("survey_items", items)
        files.write("survey_scores", scores)

    def _form(
        self,
        items: list[Row],
        scores: list[Row],
        measure: str,
        day: int,
        entered: int,
        values: list[int],
    ) -> None:
        chance, given, stamp = self.chance, self.days.text[day], self.days.stamp(entered)
        if not measure.startswith("bam") and chance.happens(0.025) and day > self.day0 + 20:
            row = (self.client_id, measure, "total", given, sum(values), stamp)
            scores.append(row)
            return
        if measure == "phq9" and values[8] > 0:
            self.worrying.append((day, entered))
        blank = chance.happens(0.06)
        left_out = chance.whole(1, len(values)) if blank else 0
        if measure == "phq9" and chance.happens(0.015):
            left_out = 9
        for n, value in enumerate(values, 1):
            empty = n == left_out
            items.append((self.client_id, measure, given, n, "" if empty else value, stamp))

    def _answers(self, day: int, count: int, share: float, tilt: list[float]) -> list[int]:
        draw, level = self.chance.random, self._at(self.distress, day) * share * 8 / 3
        if count == 7:
            level = self._at(self.distress, day) * share * 18 / 7
        elif count == 9:
            level *= 9 / 8
        return [min(3, int(level * tilt[n] + 0.12 + 0.76 * draw())) for n in range(count)]

    def _item_nine(self, day: int) -> int:
        thoughts, since = self.course.thoughts, day - self.day0
        if thoughts is not None and thoughts[0] <= since <= thoughts[1]:
            return self.course.thoughts_level
        distress = self._at(self.distress, day)
        chance = 0.25 if distress > 0.68 else 0.09 if distress > 0.5 else 0.004
        return 1 if self.chance.random() < chance else 0

    def _monitor(self, day: int, back: int, tilt: list[float]) -> list[int]:
        chance, since = self.chance, day - self.day0
        distress, urge = self._at(self.distress, day), self._at(self.urge, day)
        values = [0] * 17
        for item in _RISK:
            level = 3.1 * distress if item != 8 else 0.38 * urge
            values[item - 1] = _bounded(level * tilt[item] + 0.35 * chance.bell(), 0, 4)
        for item in _PROTECTIVE:
            level = 4.3 - 2.9 * distress
            if item == 9:
                level = 4.2 - 0.35 * urge - 0.8 * distress
            values[item - 1] = _bounded(level * (2 - tilt[item]) ** 0.5, 0, 4)
        times = sum(self.used[max(0, since - back) : since + 1])
        if times and chance.happens(self.candour):
            often = min(4, 1 + times * 4 // max(8, back))
            drinks = self.primary == "alcohol"
            values[3], values[4] = (often, min(4, often)) if drinks else (0, 0)
            values[5] = 0 if drinks else often
        values[6] = min(4, values[5])
        values[16] = _bounded(3.2 - 1.5 * distress + 0.4 * chance.bell(), 0, 4)
        return values

    # -- drug screens ----------------------------------------------------------------------

    def _screens(self) -> list[Row]:
        chance, days = self.chance, self.days
        rows: list[Row] = []
        panel = list(_PANEL)
        if self.primary == "opioid":
            panel.append("fentanyl")
        if self.medicine:
            panel.append(self.medicine)
        other = chance.pick(_PANEL) if chance.happens(0.15) else ""
        smokes = self.primary != "cannabis" and chance.happens(0.1)
        number = 0
        taken: set[int] = set()
        for stay in self.stays:
            start, end = self._until(stay)
            planned = set(self._planned_days(stay))
            for week in range(start - days.weekday(start), end + 1, 7):
                choices = [day for day in range(week, week + 5) if day in planned and day > start]
                if not choices or choices[0] > days.last + DAYS_AHEAD:
                    continue
                due = chance.pick(choices)
                if due > days.last + DAYS_AHEAD or due > end or due in self.away or due in taken:
                    continue
                taken.add(due)
                number += 1
                specimen = f"{self.client_id}-U{number:02d}"
                rows.extend(self._specimen(specimen, due, end, panel, other, smokes))
        for since, kind, _ in self.course.events:
            told = self._visit_near(self.day0 + since, self.day0 + since + 4)
            if kind == "return_to_use" and told is not None:
                number += 1
                rows.extend(
                    (*row[:3], "", *row[4:])
                    for row in self._specimen(
                        f"{self.client_id}-U{number:02d}", told, told, panel, other, smokes
                    )
                    if row[4]
                )
        return rows

    def _planned_days(self, stay: Stay) -> list[int]:
        start, end = self._until(stay)
        program, days = PROGRAMS[stay.program], self.days
        weekdays = set(program.group_days)
        if stay.program == OUTPATIENT:
            weekdays = {1 if self.morning_group else 2}
            weekdays.add(program.one_to_one[(self.number * 5) % len(program.one_to_one)][0])
        return [
            day
            for day in range(start, min(end, days.last + DAYS_AHEAD) + 1)
            if days.weekday(day) in weekdays and day not in days.holidays
        ]

    def _specimen(
        self, specimen: str, due: int, end: int, panel: list[str], other: str, smokes: bool
    ) -> list[Row]:
        chance, days, text = self.chance, self.days, self.days.text
        collected: int | None = None
        refused = False
        lately = self.used[max(0, due - self.day0 - 3) : due - self.day0 + 1]
        draw = chance.random()
        if due <= self.cut_day:
            nearest = bisect_left(self.visits, due)
            if nearest < len(self.visits) and self.visits[nearest] <= min(due + 3, end):
                collected = self.visits[nearest]
                unwilling = 0.16 if any(lately) else 0.006
                if draw < unwilling:
                    collected, refused = None, True
                elif draw < unwilling + 0.012:
                    collected = None
        if refused:
            at = days.stamp(due * DAY + 17 * 60)
            return [(self.client_id, specimen, name, text[due], "", "refused", "", "", at) for name in panel]
        if collected is None:
            return [(self.client_id, specimen, name, text[due], "", "", "", "", "") for name in panel]
        lab = chance.happens(0.35)
        moment = collected * DAY + chance.whole(11 * 60, 20 * 60)
        if lab:
            moment += chance.whole(1, 4) * DAY - chance.whole(0, 180)
        pending = not self._known(moment)
        spoilt = chance.weighted((("", 985.0), ("dilute", 11.0), ("invalid", 4.0)))
        since = collected - self.day0
        used = any(self.used[max(0, since - 3) : since + 1])
        main = self.primary or "alcohol"
        rows: list[Row] = []
        for name in panel:
            positive, expected = False, False
            if name == main or (name == "fentanyl" and self.primary == "opioid"):
                positive = used
            elif name == other:
                positive = used and chance.happens(0.5)
            elif name == "cannabis":
                positive = smokes and chance.happens(0.7)
            if name in (self.medicine, self.prescribed):
                positive, expected = chance.happens(0.97), True
            result = "positive" if positive else "negative"
            rows.append(
                (
                    self.client_id,
                    specimen,
                    name,
                    text[due],
                    text[collected],
                    "" if pending else spoilt or result,
                    "" if pending else "definitive" if lab else "presumptive",
                    "" if pending else _YES_NO[expected],
                    "" if pending else days.stamp(moment),
                )
            )
        return rows

    # -- daily logs ------------------------------------------------------------------------

    def _logs(self) -> list[Row]:
        chance, days = self.chance, self.days
        rows: list[Row] = []
        draw, bell = chance.random, chance.bell
        for stay in self.stays:
            start, end = self._until(stay)
            for day in range(start, min(end, self.cut_day) + 1):
                come = self._at(self.come, day)
                if draw() > self.diligence * min(1.0, come * 1.02) or day in self.away:
                    continue
                minute = 19 * 60 + int(draw() * 140)
                late = draw()
                entered = day * DAY + minute
                if late > 0.96:
                    entered = (day + 2) * DAY + minute - 300
                elif late > 0.85:
                    entered = (day + 1) * DAY + 7 * 60 + minute % 180
                if not self._known(entered):
                    continue
                since = day - self.day0
                distress, urge = self.distress[since], self.urge[since]
                used = self.used[since]
                craving = _bounded(urge + 0.9 * bell() + (1.5 if used else 0), 0, 10)
                mood = _bounded(8.6 - 6.5 * distress + 0.9 * bell(), 0, 10)
                stress = _bounded(1.8 + 6.5 * distress + 1.1 * bell(), 0, 10)
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
                told = "true" if used and draw() < self.candour else "false"
                empty = draw()
                rows.append(
                    (
                        self.client_id,
                        days.text[day],
                        "" if empty < 0.01 else craving,
                        "" if 0.01 <= empty < 0.025 else mood,
                        "" if 0.02 <= empty < 0.04 else stress,
                        "" if 0.035 <= empty < 0.07 else f"{sleep:g}",
                        5 * int(2 + draw() * 9) if moves else 0,
                        5 * int(1 + draw() * 4) if sits else 0,
                        "" if 0.07 <= empty < 0.085 else told,
                        _YES_NO[risky],
                        triggers,
                        skill,
                        days.stamp(entered),
                    )
                )
        return rows

    # -- goals, supports, reviews ----------------------------------------------------------

    def _admissions(self) -> list[tuple[int, int, Stay]]:
        """Return first and last day of each admission, and its last stay."""
        found: list[tuple[int, int, Stay]] = []
        for stay in self.stays:
            start, end = self._until(stay)
            if found and start - found[-1][1] <= 14:
                found[-1] = (found[-1][0], end, stay)
            else:
                found.append((start, end, stay))
        return found

    def _visit_near(self, day: int, end: int) -> int | None:
        """Return the first visit on or after a day, within a week and a half."""
        at = bisect_left(self.visits, day)
        if at < len(self.visits) and self.visits[at] <= min(day + 10, end, self.cut_day):
            return self.visits[at]
        return None

    def _goals(self, files: TableFiles) -> None:
        chance, days = self.chance, self.days
        goals: list[Row] = []
        ratings: list[Row] = []
        count = 0
        for start, end, _ in self._admissions():
            set_on = self._visit_near(start + chance.whole(1, 8), end)
            if set_on is None:
                continue
            begin = self._at(self.distress, start)
            for title in chance.some(GOALS, chance.pick((2, 3, 3, 4))):
                count += 1
                goal_id = f"{self.client_id}-G{count}"
                offset = chance.between(-0.35, 0.5)
                closed = end if end <= self.cut_day else None
                if chance.happens(0.08) and set_on + 60 < min(end, self.cut_day):
                    closed = set_on + 60
                goals.append(
                    (
                        goal_id,
                        self.client_id,
                        title,
                        chance.pick((1, 1, 2, 2, 3)),
                        days.text[set_on],
                        days.text[closed] if closed is not None else "",
                    )
                )
                last = min(end, self.cut_day) if closed is None else closed
                for n in range(8):
                    rated = set_on if n == 0 else self._visit_near(set_on + 28 * n, last)
                    if rated is None or rated > last:
                        continue
                    done = 1 - self._at(self.distress, rated) / max(begin, 0.3)
                    level = -1.0 if n == 0 else -1.1 + 2.7 * done + offset + 0.25 * chance.bell()
                    entered = self._entered(rated, 16 * 60)
                    if self._known(entered):
                        value = int(level + 100.5) - 100
                        row = (goal_id, days.text[rated], max(-2, min(2, value)))
                        ratings.append((*row, days.stamp(entered)))
        files.write("goals", goals)
        files.write("goal_ratings", ratings)

    def _supports(self) -> list[Row]:
        chance, text = self.chance, self.days.text
        rows: list[Row] = []
        begun: dict[str, int] = {}
        for start, end, stay in self._admissions():
            good = self._at(self.distress, min(end, self.day0 + self.course.end)) < 0.35
            planned = self._until(stay)[0] + stay.weeks * 7
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
            until = min(end, self.cut_day)
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
                rows.append((self.client_id, kind, text[day], ended, contact))
        return rows

    def _reviews(self) -> list[Row]:
        chance, text = self.chance, self.days.text
        rows: list[Row] = []
        seen: set[tuple[str, int]] = set()

        def plan(kind: str, due: int, end: int) -> None:
            if (kind, due) in seen:
                return
            seen.add((kind, due))
            done = self._visit_near(due - chance.pick((3, 2, 1, 0, 0)), end)
            if chance.happens(0.04):
                done = None
            rows.append((self.client_id, kind, text[due], text[done] if done else ""))

        horizon = self.days.last + 30
        for start, end, stay in self._admissions():
            for due in range(start + 30, min(end, horizon) + 1, 30):
                plan("treatment_plan", due, end)
            planned = self._until(stay)[0] + stay.weeks * 7 - 10
            if start < planned <= min(end, horizon):
                plan("discharge_plan", planned, end)
        for stay in self.stays:
            start, end = self._until(stay)
            if stay.program != OUTPATIENT:
                for due in range(start + 27, min(end, horizon) + 1, 28):
                    plan("recertification", due, end)
        for day, kind, _ in self.course.events:
            due = self.day0 + day + 7
            if kind != "return_to_use" and due - 7 <= self.cut_day and self._inside(due):
                plan("safety_follow_up", due, due + 10)
        return rows

    def _inside(self, day: int) -> bool:
        return any(start <= day <= end for start, end in map(self._until, self.stays))

    # -- events and afterwards -------------------------------------------------------------

    def _events(self) -> list[Row]:
        chance, days = self.chance, self.days
        found: list[tuple[int, int, str, str]] = []
        for since, kind, note in self.course.events:
            day = self.day0 + since
            if self._inside(day):
                found.append((day, self._entered(day, 15 * 60), kind, note))
                if kind not in ("return_to_use", "hospitalization") and chance.happens(0.85):
                    answered = day + chance.whole(0, 2)
                    at = answered * DAY + 16 * 60
                    found.append((answered, at, "risk_assessment", "Seen after the event"))
        for day, entered in self.worrying:
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
                day = self.day0 + chance.whole(5, 90)
                if self._inside(day):
                    found.append((day, self._entered(day, 14 * 60), kind, note))
        known = sorted(event for event in found if self._known(event[1]))
        return [
            (f"{self.client_id}-E{n}", self.client_id, days.text[day], kind, note, days.stamp(at))
            for n, (day, at, kind, note) in enumerate(known, 1)
        ]

    def _follow_ups(self) -> list[Row]:
        chance, text = self.chance, self.days.text
        rows: list[Row] = []
        final = len(self.stays)
        for number, stay in enumerate(self.stays, 1):
            end = self._until(stay)[1]
            if number < final or self.is_open or stay.reason == "died":
                continue
            good = self._at(self.distress, end) < 0.35 and stay.reason == "completed"
            for month in (1, 3, 6, 12):
                due = end + month * 30 + chance.whole(0, 9)
                reached, well = chance.happens(0.7 if good else 0.35), chance.happens(0.8)
                abstinent = 30 if good and well else chance.whole(0, 29)
                treated = _YES_NO[chance.happens(0.5 if good else 0.25)]
                if due > self.cut_day:
                    break
                row: Row = (self.client_id, f"{self.client_id}-{number}", month, "", "", "")
                if reached:
                    row = (*row[:3], text[due], abstinent, treated)
                rows.append(row)
        return rows

    def _consents(self) -> list[Row]:
        chance, text = self.chance, self.days.text
        rows: list[Row] = []
        for recipient, scope in chance.some(RECIPIENTS, chance.whole(1, 3)):
            given = self.day0 + chance.whole(0, 6)
            revoked = given + chance.whole(20, 90) if chance.happens(0.05) else None
            if given <= self.cut_day:
                gone = text[revoked] if revoked is not None and revoked <= self.cut_day else ""
                rows.append((self.client_id, recipient, text[given], scope, text[given + 365], gone))
        return rows

    def _truth(self) -> Row:
        text, course = self.days.text, self.course

        def past(since: int | None) -> str:
            if since is None or self.day0 + since > self.cut_day:
                return ""
            return text[self.day0 + since]

        return (
            self.client_id,
            course.name,
            text[self.day0],
            past(course.turned),
            past(course.returned),
            "open" if self.is_open else self.stays[-1].reason,
        )
