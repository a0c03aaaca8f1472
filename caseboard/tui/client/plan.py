"""What is planned and what helps: what to consider, goals, triggers, supports. No Textual here."""

from __future__ import annotations

from datetime import date
from typing import Any

from caseboard import textsafe
from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.client.model import ClientPage, days_ago, number_of
from caseboard.tui.client.text import item, joined, nothing, para
from caseboard.tui.snapshot import Row
from caseboard.tui.words import Line, Span, line

_WORDS = {
    -2: "much less than set",
    -1: "less than set",
    0: "as set",
    1: "more than set",
    2: "much more than set",
}


def consider(page: ClientPage, width: int) -> list[Line]:
    """What to consider, each with the reason for it."""
    rows = page.rows("suggestions")
    lines: list[Line] = []
    for row in rows:
        what = clean(row["words"]) or words.suggestion(row["suggestion"])
        lines += item("›", "title", what, width, strong=True)
        reasons = [clean(reason) for reason in words.some(row["because"])]
        more = f"and {words.plural(len(reasons) - 1, 'reason')} more" if len(reasons) > 1 else ""
        told = row["answered_on"] is not None
        answered = f"answered {words.day(row['answered_on'], page.as_of)}" if told else ""
        lines += para(joined([*reasons[:1], more, answered]), width, tone="muted", indent=3, most=3)
    if rows:
        return lines
    named: dict[str, None] = {}
    for flag in page.rows("why"):
        if flag["state"] == "met":
            named.update(dict.fromkeys(words.suggestion(name) for name in words.some(flag["suggests"])))
    if named:
        return para(words.consider(list(named)), width, tone="strong")
    return nothing("Nothing that the rules suggest.", width)


def goals(page: ClientPage, width: int) -> list[Line]:
    """T of the goals, then each with its ratings."""
    rows = page.rows("goals")
    if not rows:
        return nothing("No goal was set in this admission.", width)
    now = rows[0]["goals_t"]
    lines: list[Line] = []
    if now is not None:
        gone = number_of(rows[0]["goals_change"])
        shown = f"  {words.change(gone)} since the first ratings" if gone is not None else ""
        lines += para(
            f"T {words.number(now)}{shown}; {words.number(rows[0]['as_set_t'])} is as set",
            width,
            tone="strong",
        )
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
    return lines + para(joined([said, meaning, rated, weight, closed]), width, tone="muted", indent=3, most=6)


def _signed(value: Any) -> str:
    found = number_of(value)
    return clean(value) if found is None else f"{found:+g}" if found else "0"


def _trigger_days(page: ClientPage) -> str:
    return words.days_long(page.parameters.get("triggers", {}).get("trigger_days"))


def triggers_head(page: ClientPage) -> Line:
    """`in 84 days`: not those of the zoom."""
    return line(Span(f"in {_trigger_days(page)}", "muted")) if page.rows("triggers") else ()


def triggers(page: ClientPage, width: int) -> list[Line]:
    """The triggers, the commonest first, and what was used against each."""
    rows = page.rows("triggers")
    if not rows:
        return nothing(f"No trigger was logged in {_trigger_days(page)}.", width)
    most = max((number_of(row["days"]) or 0 for row in rows), default=0)
    lines: list[Line] = []
    for row in rows:
        days = number_of(row["days"]) or 0
        bar = "■" * max(round(days * 6 / most), 1) if most else ""
        name = words.label(row["trigger"]) or "not named"
        lines.append(
            line(
                Span(textsafe.fit(name, min(max(width - 14, 4), 24)), "strong"),
                Span(textsafe.fit(words.number(days, 0), 4, align="right")),
                Span(" d "),
                Span(bar, "bar"),
            )
        )
        lines += para(_against(row, page.as_of), width, tone="muted", indent=2, most=6)
    return lines


def _against(row: Row, today: date) -> str:
    skills = [words.label(skill) for skill in words.some(row["skills"])]
    used = words.number(row["days_with_skill"], 0)
    parts = [f"{', '.join(skills)} on {used} of them" if skills else "no skill logged"]
    if number_of(row["days_use_followed"]):
        followed, known = (words.number(row[name], 0) for name in ("days_use_followed", "days_use_known"))
        parts.append(
            f"use followed on {followed} of {known} day{'' if known == '1' else 's'} of which it is known"
        )
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
        contact = f"last contact {days_ago(int(days))}" if days is not None else ""
        since = f"since {words.day(row['started_on'], page.as_of)}" if row["started_on"] is not None else ""
        if told := joined([since, contact]):
            lines += para(told, width, tone="muted", indent=3)
    return lines


def _lacks(row: Row) -> bool:
    return bool(row["is_lacking"]) or not (row["in_place"] or row["ended_on"] is not None)
