"""Who the client is and how things stand. No Textual here."""

from __future__ import annotations

from datetime import date

from caseboard import textsafe
from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.called import client_name
from caseboard.tui.client.model import ClientPage, ago, number_of
from caseboard.tui.client.text import item, joined, nothing, pair
from caseboard.tui.detail import next_review
from caseboard.tui.snapshot import Row
from caseboard.tui.words import PANE_GLYPHS, PANE_TITLES, PANE_TONES, PANES, Line, Span, line


def who(page: ClientPage | str, *, names_hidden: bool) -> str:
    """The name or the initials; of a client of whom only the id is known, the id under the same rule."""
    row = Row.of({"client_id": page}) if isinstance(page, str) else page.overview
    if row["client_id"] is None and not isinstance(page, str):
        row = Row.of({"client_id": page.client_id})
    return client_name(row, names_hidden=names_hidden)


def standing(page: ClientPage) -> tuple[Line, Line]:
    """The pane, and what is new about safety; nothing where there is nothing."""
    row = page.overview
    at = PANES.index(row["pane"]) if row["pane"] in PANES else 2
    pane = line(Span(f"{PANE_GLYPHS[at]} ", PANE_TONES[at]), Span(PANE_TITLES[at], "strong"))
    if row["safety"] == "new":
        return pane, line(Span("!! safety: unanswered", "alert"))
    return pane, line(Span("! safety: assessed", "strong")) if row["safety"] == "assessed" else ()


def level(row: Row, between: str = " ") -> str:
    """`IOP week 9`: the level as the board has it."""
    return joined([clean(row["level_title"] or row["level"]), words.week(row["week"])], between)


def place(page: ClientPage) -> str:
    """`IOP week 9 · Evening IOP`."""
    row = page.overview
    return joined([level(row), clean(row["program"])])


def dose(row: Row) -> str:
    """`9 h a week, 4 sessions`."""
    parts = [f"{_rate(row['hours_per_week'])} h a week"] if row["hours_per_week"] is not None else []
    if row["sessions_per_week"] is not None:
        sessions = _rate(row["sessions_per_week"])  # half a one: every other week
        parts.append(f"{sessions} session{'' if sessions == '1' else 's'}")
    return ", ".join(parts) or "not prescribed"


def _rate(value: object) -> str:
    """A quarter of an hour is not two tenths."""
    found = number_of(value)
    return words.number(value, 1 if found is None or round(found, 1) == found else 2)


def _this_level(row: Row, today: date) -> str:
    """Since when at this level, where that is not since the admission."""
    same = row["episode_started_on"] in (None, row["admitted_on"])
    return "" if same else ago(row["episode_started_on"], today)


def _planned(row: Row) -> str:
    """How long this level was meant to last; the days so far stand in the line above."""
    weeks = number_of(row["planned_weeks"])
    return f"{words.plural(int(weeks), 'week')} at this level" if weeks else ""


def _leave(page: ClientPage) -> str:
    row = page.overview
    if not row["on_leave"] and row["on_leave_since"] is None:
        return ""
    kind = "" if row["on_leave"] is True else words.label(row["on_leave"])
    since = f"since {words.day(row['on_leave_since'], page.as_of)}" if row["on_leave_since"] else ""
    return joined([f"on leave: {kind}" if kind else "on leave", since], " ")


def _review(page: ClientPage) -> tuple[str, str]:
    """When the next review is, and its tone."""
    said = next_review(page.overview, page.as_of)
    return said, "strong" if said.endswith("overdue") else ""


def _medication(row: Row) -> str:
    """On it, not on it, or not known."""
    known = row["on_medication"]
    return "not known" if known is None else "yes" if known else "none"


def short_facts(page: ClientPage, width: int, *, names_hidden: bool) -> list[Line]:
    """The facts in three lines, and what goes well in a fourth, for a small terminal. No date is cut off: a
    leave has a line, and so has an authorization for which there is no room.
    """
    row = page.overview
    if row["client_id"] is None:
        return nothing("Nothing is known of this client.", width)
    about = joined([dose(row), words.label(row["primary_substance"]), f"medication: {_medication(row)}"])
    review, tone = _review(page)
    spans = [Span("Next review ", "muted"), Span(review, tone)]
    until = words.day(row["authorized_until"], page.as_of) if row["authorized_until"] is not None else ""
    more = f" · authorized until {until}"
    fits = words.width_of(tuple(spans)) + textsafe.width(more) <= width
    if until and fits:
        spans += [Span(" · authorized until ", "muted"), Span(until)]
    apart = words.wrapped(f"Authorized until {until}", width) if until and not fits else []
    therapist = _therapist(row, names_hidden)
    more = f" · therapist {therapist}"
    if therapist and words.width_of(tuple(spans)) + textsafe.width(more) <= width:
        spans.append(Span(more))
    good = row["strength"]
    well = [line(Span("+ ", "good"), Span(textsafe.fit(clean(good), width - 2).rstrip()))] if good else []
    gap = words.wrapped(f"Next lower level {clean(row['ladder_gap'])}", width) if row["ladder_gap"] else []
    pane, safety = standing(page)
    head = (*pane, Span("  "), *safety) if safety else pane
    first = textsafe.fit(f"  {place(page)}", max(width - words.width_of(head), 0)).rstrip()
    leave = words.wrapped(_leave(page), width, "strong") if _leave(page) else []
    about_line = line(Span(textsafe.fit(about, width).rstrip()))
    return [(*head, Span(first)), *leave, about_line, tuple(spans), *apart, *gap, *well]


def _therapist(row: Row, names_hidden: bool) -> str:
    name = clean(row["clinician"])
    return textsafe.initials(name) if names_hidden and name else name


def facts(page: ClientPage, width: int, *, names_hidden: bool) -> list[Line]:
    """The facts, a line each."""
    row = page.overview
    if row["client_id"] is None:
        return nothing("Nothing is known of this client.", width)
    day = page.as_of
    review, tone = _review(page)
    lines = [spans for spans in standing(page) if spans]
    if row["strength"] is not None:
        lines += item("+", "good", row["strength"], width)
    for name, value in (
        ("Level", level(row, ", ")),
        ("Program", clean(row["program"])),
        ("Therapist", _therapist(row, names_hidden) or "none"),
        ("Admitted", ago(row["admitted_on"], day)),
        ("This level", _this_level(row, day)),
        ("Planned", _planned(row)),
        ("Dose", dose(row)),
        ("Substance", words.label(row["primary_substance"]) if row["primary_substance"] else "not recorded"),
        ("Medication", _medication(row)),
        ("Leave", _leave(page)),
        ("Authorized", f"until {words.day(row['authorized_until'], day)}" if row["authorized_until"] else ""),
        ("Next lower", words.label(row["next_level"]) or clean(row["ladder_gap"])),
    ):
        if value:
            lines += pair(name, value, width)
    lines += pair("Review", review, width, tone=tone)
    return lines
