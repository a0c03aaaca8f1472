"""Tracks below the charts: screens, daily life, marks. No Textual here."""

from __future__ import annotations

from datetime import date, timedelta

from caseboard import textsafe
from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.client import tracks
from caseboard.tui.client.axis import Axis, axis_line
from caseboard.tui.client.course import View, axis_of, mark, marks_of
from caseboard.tui.client.model import ClientPage, day_of, number_of
from caseboard.tui.client.text import joined, nothing, para
from caseboard.tui.snapshot import Row
from caseboard.tui.words import Line, Span, line

_SHORT = {"sleep_hours": "Sleep", "exercise_minutes": "Exercise", "mindfulness_minutes": "Mindful"}
_MOST_MARKS = 8
_MOST_TRACKS = 4  # of other substances; words tell of every one


# Screens


def screens_lines(page: ClientPage, view: View, width: int) -> list[Line]:
    """The client's own substance as letters at their day, other substances ever found, use logged."""
    own = clean(page.overview["primary_substance"])
    shown = axis_of(page, view, width)
    given = [row for row in page.rows("screens") if day_of(row["on_day"]) is not None]
    here = [row for row in given if row["on_day"] >= page.admitted]
    seen, others = _specimens(given), _unexpected(here, own)
    lines = use_lines(page, width)
    if not seen and not others:
        return [*lines, *nothing("No drug screen in this admission.", width)]
    cells, several = tracks.letters(((day, letter) for day, _, letter, _ in seen), shown)
    lines.append(tracks.track(_label(page, own), cells))
    if seen and not any(shown.column(day) is not None for day, *_ in seen):
        lines += nothing(f"No screen in these weeks; the last: {words.day(seen[-1][0], page.as_of)}.", width)
    for substance in list(others)[:_MOST_TRACKS]:
        found = [(day, "+") for day in others[substance]]
        lines.append(tracks.track(words.label(substance), tracks.letters(found, shown)[0]))
    told = [
        (day, "x", "strong") for row in page.rows("days") if row["used"] and (day := day_of(row["logged_on"]))
    ]
    if told:
        lines.append(tracks.track("use logged", tracks.points(told, shown)))
    drawn = {"+" if others else "", *(letter for _, _, letter, _ in seen)}
    letters = words.letters(drawn)
    lines += para(joined([*letters, *(["x use logged"] if told else [])], "  "), width, tone="muted")
    if others:
        said = ", ".join(_times(name, days, page.as_of) for name, days in others.items())
        lines += para(f"Also positive: {said}.", width, most=len(others) * 4)
    if several:
        lines += nothing("Where several fall together, the one that matters most stands.", width)
    ahead = [day for row in given if (day := day_of(row["due_on"])) is not None and day > page.as_of]
    if ahead:
        lines += nothing(f"Next due {words.day(min(ahead), page.as_of)}.", width)
    return lines


def _label(page: ClientPage, own: str) -> str:
    """The client's own substance; where that was never tested, the letters are of any."""
    row = _own_use(page)
    any_of_them = row is not None and clean(row["substance"]) != own
    return "screens" if any_of_them or not own else words.label(own)


def letter_word(letter: object) -> str:
    """`- negative`: a screen's letter and what it means; empty for none."""
    return f"{letter} {words.LETTERS.get(str(letter), '')}".strip() if letter else ""


def result_word(row: Row) -> str:
    """`positive`, `positive, prescribed`; empty where there is no result."""
    result = words.label(row["result"])
    return f"{result}, prescribed" if result == "positive" and row["expected"] else result


def method_word(row: Row) -> str:
    """`presumptive`, `presumptive, for cause`."""
    return joined([clean(row["method"]), "for cause" if row["is_due"] is False else ""], ", ")


def _specimens(given: list[Row]) -> list[tuple[date, str, str, bool]]:
    """Day, specimen, letter and whether it was for cause; a specimen has one row a substance."""
    found = {
        (day, clean(row["specimen_id"]), str(row["letter"]), row["is_due"] is False)
        for row in given
        if row["letter"] and (day := day_of(row["on_day"])) is not None
    }
    return sorted(found)


def _unexpected(given: list[Row], own: str) -> dict[str, list[date]]:
    """The days on which another substance was found, a day a specimen; what was found last comes first."""
    found: dict[str, set[tuple[date, str]]] = {}
    for row in given:
        substance, day = clean(row["substance"]), day_of(row["on_day"])
        if substance != own and row["result"] == "positive" and not row["expected"] and day is not None:
            found.setdefault(substance, set()).add((day, clean(row["specimen_id"])))
    days = {name: sorted(day for day, _ in found[name]) for name in sorted(found)}
    return dict(sorted(days.items(), key=lambda one: one[1][-1], reverse=True))


def _times(name: str, days: list[date], as_of: date) -> str:
    """`opioid (9 Mar)`, `opioid (2 times, last 9 Mar)`."""
    last = words.day(days[-1], as_of)
    return f"{words.label(name)} ({last if len(days) == 1 else f'{len(days)} times, last {last}'})"


def _own_use(page: ClientPage) -> Row | None:
    own = clean(page.overview["primary_substance"])
    rows = page.rows("substance_use")
    return next((row for row in rows if clean(row["substance"]) == own), rows[0] if rows else None)


def screens_head(page: ClientPage) -> Line:
    """`5 of 9 negative, 1 more for cause (+)`: of those that were due, and the letters of the others."""
    row = _own_use(page)
    if row is None or row["due"] is None:
        return ()
    cause = "".join(letter for _, _, letter, for_cause in _specimens(list(page.rows("screens"))) if for_cause)
    if not number_of(row["due"]):
        return line(Span(f"{len(cause)} for cause ({clean(cause)})", "strong")) if cause else ()
    more = f", {len(cause)} more for cause ({clean(cause)})" if cause else ""
    return line(Span(f"{words.of(row['negative'], row['due'])} negative{more}", "strong"))


def use_lines(page: ClientPage, width: int) -> list[Line]:
    """What the screens and the logs say together."""
    row = _own_use(page)
    if row is None:
        return []
    parts = []
    if row["percent_negative_missing_as_positive"] is not None and row["not_collected"] != 0:
        share = words.number(row["percent_negative_missing_as_positive"], 0)
        unread = (number_of(row["pending"]) or 0) + (number_of(row["unreadable"]) or 0)
        without = f", {words.number(unread, 0)} without a reading left out" if unread else ""
        parts.append(f"{share}% negative if not collected counts as positive{without}")
    if (days := number_of(row["current_abstinence_days"])) is not None:
        last = row["last_use_on"]
        since = f"last known use {words.day(last, page.as_of)}, since then " if last is not None else ""
        parts.append(f"{since}{words.plural(int(days), 'day')} with evidence of no use")
    if (told := row["later_use_reported_on"]) is not None:
        later = " later than that" if row["last_use_on"] is not None else ""
        parts.append(f"a form of {words.day(told, page.as_of)} reports use{later}")
    if number_of(row["days_logged"]):
        parts.append(f"use on {words.of(row['use_days'], row['days_logged'])} logged days")
    if untold := number_of(row["disagreements"]):
        logged = number_of(row["disagreements_logged"])
        bare = untold - logged if logged is not None else 0
        without = f", {words.number(bare, 0)} of them without a log of those days" if bare else ""
        parts.append(f"{words.number(untold, 0)} positive with no use reported{without}")
    return para(joined(parts), width, tone="muted") if parts else []


# Daily life


def daily_lines(page: ClientPage, view: View, width: int) -> list[Line]:
    """Craving, mood, stress, sleep, exercise, mindfulness: a row each on a fixed scale of its own."""
    days, things = page.rows("days"), page.rows("daily_life")
    if not days:
        return nothing("No daily log in this admission.", width)
    shown = axis_of(page, view, width)
    lines: list[Line] = []
    full: list[str] = []
    for row in things or _bare(days):
        thing = clean(row["thing"])
        values = _logged(days, thing)
        low, high, unit = _scale(row, values)
        cells = tracks.levels(values, shown, low, high, ascii_only=view.ascii_only)
        title = _SHORT.get(thing, clean(row["title"]) or words.label(thing).capitalize())
        last = joined([words.number(row["mean"]), words.arrow(row["change"])], " ")
        lines.append(tracks.track(title, cells, "" if last == "- -" else last))
        if unit and high:
            full.append(f"{words.lower_first(title)} {words.number(high)} {unit}")
    lines.append(axis_line(shown, ascii_only=view.ascii_only))
    if things:
        now, before = windows(page)
        earlier = "the days before" if before is None else f"the {before} before"
        said = f"At the right: the mean of {words.days_long(now)}, and how it is against {earlier}."
        lines += nothing(said, width)
    return lines + (nothing(f"Full height: {', '.join(full)}.", width) if full else [])


def windows(page: ClientPage) -> tuple[object, object]:
    """How many days of the logs are now, and how many before those they are held against."""
    known = page.parameters.get("daily_life", {})
    return known.get("craving_days"), known.get("craving_days_before")


def daily_head(page: ClientPage) -> Line:
    """`6 of 7 days logged, last 14 Mar`."""
    days = page.rows("days")
    if not days:
        return ()
    most = max((int(number_of(row["days_logged"]) or 0) for row in page.rows("daily_life")), default=None)
    logged = f"{most} of {words.days_long(windows(page)[0])} logged, " if most is not None else ""
    return line(Span(f"{logged}last {words.day(days[-1]['logged_on'], page.as_of)}", "muted"))


def _bare(days: tuple[Row, ...]) -> list[Row]:
    """The things that are logged, where no query names them."""
    names = ("craving", "mood", "stress", "sleep_hours", "exercise_minutes", "mindfulness_minutes")
    return [Row.of({"thing": name}) for name in names if any(row[name] is not None for row in days)]


def _logged(days: tuple[Row, ...], thing: str) -> dict[date, float]:
    return {
        day: value
        for row in days
        if (day := day_of(row["logged_on"])) is not None and (value := number_of(row[thing])) is not None
    }


def _scale(row: Row, values: dict[date, float]) -> tuple[float, float, str]:
    """The ends of a thing's scale: those that its unit names (`0 to 10`), else 0 to the most ever logged."""
    unit = clean(row["unit"])
    low, to, high = unit.partition(" to ")
    if to and low.isdecimal() and high.isdecimal():
        return float(low), float(high), ""
    return 0.0, max(values.values(), default=0.0), unit


# Marks


def marks_lines(page: ClientPage, view: View, width: int) -> list[Line]:
    """Level and leave as stretches, the rest as letters at their day; below them what they mean."""
    marks = [row for row in page.rows("marks") if day_of(row["on_day"]) is not None]
    if not marks:
        return nothing("No change of level, leave, event or decision is known.", width)
    shown = axis_of(page, view, width)
    lines: list[Line] = []
    for kind, label in (("level", "Level"), ("leave", "On leave")):
        spans = _stretches([row for row in marks if row["kind"] == kind], page.as_of)
        if spans:
            lines.append(tracks.track(label, tracks.stretches(spans, shown, ascii_only=view.ascii_only)))
    if visits := [(_day(row), *mark("medication")) for row in marks if _is_visit(row)]:
        lines.append(tracks.track("Medication", tracks.points(visits, shown)))
    lines.append(tracks.track("Marks", tracks.points(marks_of(page), shown)))
    lines.append(axis_line(shown, weeks=True, ascii_only=view.ascii_only))
    return [*lines, *_told([row for row in marks if not _is_visit(row)], shown, width)]


def _is_visit(row: Row) -> bool:
    """A visit for medication: a track of its own, and too many to be told one by one."""
    return bool(row["kind"] == "medication")


def _day(row: Row) -> date:
    found = day_of(row["on_day"])
    assert found is not None
    return found


def _stretches(rows: list[Row], as_of: date) -> list[tuple[date, date, str]]:
    """Each from its day to its end, else to the day before the next one, else to now."""
    rows = sorted(rows, key=_day)
    nexts = [*(_day(row) - timedelta(days=1) for row in rows[1:]), as_of]
    return [
        (_day(row), day_of(row["until_day"]) or max(until, _day(row)), clean(row["title"]))
        for row, until in zip(rows, nexts, strict=False)
    ]


def _told(marks: list[Row], shown: Axis, width: int) -> list[Line]:
    """Each mark in sight in words, the newest first."""
    seen = [row for row in marks if shown.first <= (day_of(row["until_day"]) or _day(row))]
    lines: list[Line] = []
    newest = sorted(seen, key=_day, reverse=True)
    days = [words.day(_day(row), shown.last) for row in newest[:_MOST_MARKS]]
    room = max([9, *(len(day) + 2 for day in days)])
    for row, day in zip(newest, days, strict=False):
        letter, tone = mark(row["kind"])
        title = clean(row["title"]) or words.label(row["kind"])
        text = joined([title, clean(row["detail"])])
        head, *rest = words.wrap(text, width - room - 2, most=2)
        lines.append(line(Span(f"{letter} ", tone), Span(textsafe.fit(day, room), "muted"), Span(head)))
        lines += [line(" " * (room + 2), part) for part in rest]
    if len(newest) > _MOST_MARKS:
        lines += nothing(f"and {len(newest) - _MOST_MARKS} earlier in these weeks", width)
    return lines
