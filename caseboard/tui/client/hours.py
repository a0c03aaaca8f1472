"""Hours attended against hours prescribed, by week and by kind of session. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence

from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.client import tracks
from caseboard.tui.client.axis import GUTTER, Axis
from caseboard.tui.client.course import View, axis_of
from caseboard.tui.client.model import ClientPage, day_of, number_of
from caseboard.tui.client.text import nothing, para
from caseboard.tui.client.tracks import Week
from caseboard.tui.snapshot import Row
from caseboard.tui.words import Line, Span, line

KINDS = ("group", "individual", "family", "other")
_SHORT_KINDS = {"progress_review": "review", "peer_support": "peers"}


def hours_lines(page: ClientPage, view: View, width: int) -> list[Line]:
    """Hours attended against hours prescribed by week, then each kind of session on the same scale."""
    weeks = page.rows("attendance_weeks")
    if not weeks:
        return nothing("No session was entered for this admission.", width)
    shown = axis_of(page, view, width)
    whole = [one for row in weeks if (one := _week(row)) is not None]
    most = max((max(week.value, week.against or 0.0) for week in whole), default=0.0)
    # A week of which nothing was entered is no week of no hours.
    none = words.NOTHING if weeks[-1]["attended_minutes"] is None else "0"
    lines = tracks.bars("Hours", whole, shown, 2, most, none=none, ascii_only=view.ascii_only)
    for kind, found in _by_kind(page).items():
        if any(week.value and shown.span(week.first, week.last) for week in found):
            label = _SHORT_KINDS.get(kind, words.label(kind))
            lines += tracks.bars(label, found, shown, 1, most, none=none, ascii_only=view.ascii_only)
    dashes = "- -" if view.ascii_only else "╌╌"
    text = f"{dashes} prescribed and not reached; full height {tracks.hours(most)} h"
    if blank := _untold(weeks, shown):
        text += f"; nothing was entered of {words.plural(blank, 'week')} here"
    if shown.width * 7 < shown.days:
        text += "; where several weeks fall together, their mean stands"
    return [*lines, *para(text, width, tone="muted", indent=min(GUTTER, width // 4))]


def _untold(weeks: Sequence[Row], shown: Axis) -> int:
    """The weeks in sight of which nobody entered anything."""
    untold = [row for row in weeks if row["attended_minutes"] is None]
    days = [(day_of(row["from_day"]), day_of(row["to_day"])) for row in untold]
    return sum(bool(first and last and shown.span(first, last)) for first, last in days)


def hours_head(page: ClientPage) -> Line:
    """`7.5 of 9 h in the 7 days to 14 Mar`: the numbers of the board."""
    row, through = page.overview, day_of(page.overview["attendance_through"])
    if row["hours_attended"] is None and row["hours_prescribed"] is None:
        return ()
    ended = through is not None and through < page.as_of
    days = f" in the 7 days to {words.day(through, page.as_of)}" if ended else " in 7 days"
    weeks = page.rows("attendance_weeks")
    away = number_of(weeks[-1]["leave_days"]) if weeks else None
    since = words.day(weeks[-1]["from_day"], page.as_of) if weeks else ""
    leave = f", {words.plural(int(away), 'day')} on leave since {since}" if away else ""
    text = words.hours(row["hours_attended"], row["hours_prescribed"], " h")
    return line(Span(text, "strong"), Span(f"{days}{leave}", "muted"))


def _week(row: Row, column: str = "attended_minutes") -> Week | None:
    first, last = day_of(row["from_day"]), day_of(row["to_day"])
    value = number_of(row[column])
    if first is None or last is None or value is None:
        return None
    against = number_of(row["prescribed_minutes"]) if column == "attended_minutes" else None
    return Week(first, last, value, against)


def _by_kind(page: ClientPage) -> dict[str, list[Week]]:
    """Minutes by kind of session: of every kind that is told, else of the four of the weeks' own query."""
    weeks = page.rows("attendance_weeks")
    told = {clean(row["week"]): week for row in weeks if (week := _week(row)) is not None}
    none = {name: Week(week.first, week.last, 0.0) for name, week in told.items()}
    found: dict[str, dict[str, Week]] = {}
    for row in page.rows("sessions_mix"):
        name, value = clean(row["week"]), number_of(row["attended_minutes"])
        if name in told and value is not None:  # a week without a session of the kind has no row
            of_kind = found.setdefault(clean(row["kind"]) or "other", dict(none))
            of_kind[name] = Week(told[name].first, told[name].last, value)
    if found:
        return {kind: list(of_kind.values()) for kind, of_kind in found.items()}
    return {
        kind: [week for row in weeks if (week := _week(row, f"{kind}_minutes")) is not None] for kind in KINDS
    }
