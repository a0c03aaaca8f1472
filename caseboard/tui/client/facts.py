"""Who the client is and what is planned: facts, what to consider, goals, triggers, supports."""

from __future__ import annotations

from datetime import date
from typing import Any

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.client.model import ClientPage, ago, clean, day_of, number_of
from caseboard.tui.client.text import item, joined, nothing, pair, para
from caseboard.tui.layout import client_name
from caseboard.tui.snapshot import PANE_GLYPHS, PANE_TITLES, PANES, Row
from caseboard.tui.words import Line, Span, line

_PANE_TONES = ("warn", "good", "info", "muted")
_WORDS = {
    -2: "much less than set",
    -1: "less than set",
    0: "as set",
    1: "more than set",
    2: "much more than set",
}


def who(page: ClientPage, *, names_hidden: bool) -> str:
    """The name or the initials; where the client is not known, the id under the same rule."""
    row = page.one("overview")
    if row["client_id"] is None:
        row = Row({"client_id": 0}, (page.client_id,))
    return client_name(row, names_hidden=names_hidden)


def standing(page: ClientPage) -> Line:
    """The pane and what is new about safety."""
    row = page.one("overview")
    at = PANES.index(row["pane"]) if row["pane"] in PANES else 2
    spans = [Span(f"{PANE_GLYPHS[at]} {PANE_TITLES[at]}", _PANE_TONES[at] if at < 3 else "strong")]
    if row["safety"] == "new":
        spans.append(Span("  !! safety: new", "alert"))
    elif row["safety"] == "assessed":
        spans.append(Span("  ! safety: assessed", "strong"))
    return tuple(spans)


def place(page: ClientPage) -> str:
    """`IOP week 9 · Evening IOP · on leave since 12 Mar`."""
    row = page.one("overview")
    return joined(
        [
            joined([clean(row["level_title"] or row["level"]), _week(row)], " "),
            clean(row["program"]),
            _leave(page),
        ]
    )


def dose(row: Row) -> str:
    """`9 h a week in 4 sessions`."""
    parts = [f"{words.number(row['hours_per_week'])} h a week"] if row["hours_per_week"] is not None else []
    if row["sessions_per_week"] is not None:
        parts.append(words.plural(int(number_of(row["sessions_per_week"]) or 0), "session"))
    return ", ".join(parts) or "not prescribed"


def _this_level(row: Row, today: date) -> str:
    """Since when at this level, where that is not since the admission."""
    same = row["episode_started_on"] in (None, row["admitted_on"])
    return "" if same else ago(row["episode_started_on"], today)


def _week(row: Row) -> str:
    if row["week"] is None:
        return ""
    planned = f" of {words.number(row['planned_weeks'], 0)}" if row["planned_weeks"] is not None else ""
    return f"week {words.number(row['week'], 0)}{planned}"


def _leave(page: ClientPage) -> str:
    row = page.one("overview")
    if not row["on_leave"] and row["on_leave_since"] is None:
        return ""
    kind = "" if row["on_leave"] is True else words.label(row["on_leave"])
    since = f"since {words.day(row['on_leave_since'], page.as_of)}" if row["on_leave_since"] else ""
    return joined([f"on leave: {kind}" if kind else "on leave", since], " ")


def _review(page: ClientPage) -> tuple[str, str]:
    day = day_of(page.one("overview")["next_review_on"])
    if day is None:
        return "no date set", ""
    return words.day(day, page.as_of) + (", overdue" if day < page.as_of else ""), (
        "warn" if day < page.as_of else ""
    )


def short_facts(page: ClientPage, width: int) -> list[Line]:
    """The facts in three lines, for a small terminal."""
    row = page.one("overview")
    if row["client_id"] is None:
        return nothing(page.absent.get("overview", "Nothing is known of this client."), width)
    medication = "on medication" if row["on_medication"] else "no medication"
    about = joined([dose(row), clean(words.label(row["primary_substance"] or "")), medication])
    review, tone = _review(page)
    spans = [Span("Next review ", "muted"), Span(review, tone)]
    if row["authorized_until"] is not None:
        spans += [Span(" · authorized until ", "muted"), Span(words.day(row["authorized_until"], page.as_of))]
    first = textsafe.fit(f"  {place(page)}", max(width - _cells(standing(page)), 0)).rstrip()
    return [
        (*standing(page), Span(first)),
        line(Span(textsafe.fit(about, width).rstrip())),
        tuple(spans),
    ]


def _cells(spans: Line) -> int:
    return sum(textsafe.width(span.text) for span in spans)


def facts(page: ClientPage, width: int, *, names_hidden: bool) -> list[Line]:
    """The facts, a line each."""
    row = page.one("overview")
    if row["client_id"] is None:
        return nothing(page.absent.get("overview", "Nothing is known of this client."), width)
    day = page.as_of
    therapist = clean(row["clinician"])
    review, tone = _review(page)
    lines = [standing(page)] if _cells(standing(page)) <= width else [
        (span._replace(text=span.text.strip()),) for span in standing(page)
    ]  # fmt: skip
    if row["strength"] is not None:
        lines += item("+", "good", row["strength"], width)
    for name, value in (
        ("Level", joined([clean(row["level_title"] or row["level"]), _week(row)], ", ")),
        ("Program", clean(row["program"])),
        ("Therapist", (textsafe.initials(therapist) if names_hidden else therapist) if therapist else "none"),
        ("Admitted", ago(row["admitted_on"], day)),
        ("This level", _this_level(row, day)),
        ("Dose", dose(row)),
        ("Substance", words.label(row["primary_substance"]) if row["primary_substance"] else "not told"),
        ("Medication", "yes" if row["on_medication"] else "none known"),
        ("Leave", _leave(page)),
        ("Authorized", f"until {words.day(row['authorized_until'], day)}" if row["authorized_until"] else ""),
        ("Step down", f"to {clean(row['next_level'])}" if row["next_level"] else ""),
    ):
        if value:
            lines += pair(name, value, width)
    lines += pair("Review", review, width, tone=tone)
    return lines


def consider(page: ClientPage, width: int) -> list[Line]:
    """What to consider, each with the reason for it."""
    rows = page.rows("suggestions")
    lines: list[Line] = []
    for row in rows:
        what = clean(row["title"]) or words.suggestion(row["suggestion"] or row["suggests"])
        text = f"Consider {words.lower_first(what)}"
        why = joined([clean(row["because"]), clean(row["evidence"]), clean(row["why"])])
        lines += item("›", "title", text, width, strong=True)
        if why:
            lines += para(why, width, tone="muted", indent=3, most=2)
    if rows:
        return lines
    named: dict[str, None] = {}
    for flag in page.rows("why"):
        if flag["state"] == "met":
            named.update(dict.fromkeys(words.suggestion(name) for name in words.some(flag["suggests"])))
    if named:
        return para(f"Consider {', '.join(named)}.", width, tone="strong")
    return nothing("Nothing that the rules suggest.", width)


def goals(page: ClientPage, width: int) -> list[Line]:
    """T of the goals, then each with its ratings."""
    rows = page.rows("goals")
    if not rows:
        return nothing("No goal was set in this admission.", width)
    first, now = rows[0]["first_t"], rows[0]["goals_t"]
    lines: list[Line] = []
    if now is not None:
        gone = number_of(rows[0]["goals_change"])
        if gone is None and number_of(first) is not None and number_of(now) is not None:
            gone = float(now) - float(first)
        shown = f"  {words.change(gone)} since the first ratings" if gone is not None else ""
        lines += para(f"T {words.number(now)}{shown}; 50 is as set", width, tone="strong")
    for row in rows:
        lines += _goal(row, page.as_of, width)
    return lines


def _goal(row: Row, today: date, width: int) -> list[Line]:
    level = number_of(row["latest_level"])
    if row["closed_on"] is not None:
        glyph, tone = "·", "muted"
    elif level is None:
        glyph, tone = "?", "info"
    else:
        glyph, tone = ("✓", "good") if level >= 0 else ("✗", "warn")
    lines = item(glyph, tone, row["title"] or "a goal without a title", width)
    ratings = [_signed(value) for value in words.some(row["ratings"])]
    said = " → ".join(ratings[-5:]) if ratings else "not rated yet"
    meaning = _WORDS.get(int(level), "") if level is not None else ""
    closed = f"closed {words.day(row['closed_on'], today)}" if row["closed_on"] is not None else ""
    rated = f"rated {words.day(row['latest_rated_on'], today)}" if row["latest_rated_on"] is not None else ""
    weight = f"weight {words.number(row['weight'])}" if row["weight"] not in (None, 1) else ""
    return lines + para(joined([said, meaning, rated, weight, closed]), width, tone="muted", indent=3, most=2)


def _signed(value: Any) -> str:
    found = number_of(value)
    return clean(value) if found is None else f"{found:+g}" if found else "0"


def triggers(page: ClientPage, width: int) -> list[Line]:
    """The triggers, the commonest first, and what was used against each."""
    rows = page.rows("triggers")
    if not rows:
        return nothing("No trigger was logged.", width)
    most = max((number_of(row["days"]) or 0 for row in rows), default=0)
    lines: list[Line] = []
    for row in rows:
        days = number_of(row["days"]) or 0
        bar = "■" * max(round(days * 8 / most), 1) if most else ""
        name = words.label(row["trigger"]) or "not named"
        lines.append(
            line(
                Span(textsafe.fit(name, max(width - 14, 4)), "strong"),
                Span(textsafe.fit(words.number(days, 0), 4, align="right")),
                Span(" d "),
                Span(textsafe.fit(bar, 7).rstrip(), "info"),
            )
        )
        lines += para(_against(row, page.as_of), width, tone="muted", indent=2, most=3)
    return lines


def _against(row: Row, today: date) -> str:
    skills = [words.label(skill) for skill in words.some(row["skills"])]
    used = words.number(row["days_with_skill"], 0)
    parts = [f"{', '.join(skills)} on {used} of them" if skills else "no skill was used against it"]
    if number_of(row["days_use_followed"]):
        parts.append(f"use followed {words.number(row['days_use_followed'], 0)}x")
    if row["weekdays"]:
        parts.append(f"mostly {clean(row['weekdays'])}")
    if row["last_on"] is not None:
        parts.append(f"last {words.day(row['last_on'], today)}")
    return joined(parts)


def supports(page: ClientPage, width: int) -> list[Line]:
    """Supports and plans in place, and what the aftercare plan lacks."""
    rows = page.rows("supports")
    if not rows:
        return nothing("No support and no plan is known.", width)
    lines: list[Line] = []
    for row in sorted(rows, key=lambda row: not _lacks(row)):
        title = clean(row["title"]) or words.label(row["kind"])
        if _lacks(row):
            lines += item("✗", "warn", f"lacks: {words.lower_first(title)}", width)
            continue
        if not row["in_place"]:
            lines += item("·", "muted", f"{title}, until {words.day(row['ended_on'], page.as_of)}", width)
            continue
        lines += item("✓", "good", title, width)
        days = number_of(row["days_since_contact"])
        contact = f"last contact {words.plural(int(days), 'day')} ago" if days is not None else ""
        since = f"since {words.day(row['started_on'], page.as_of)}" if row["started_on"] is not None else ""
        if told := joined([since, contact]):
            lines += para(told, width, tone="muted", indent=3)
    return lines


def _lacks(row: Row) -> bool:
    return bool(row["is_lacking"]) or not (row["in_place"] or row["ended_on"] is not None)
