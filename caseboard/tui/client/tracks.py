"""The tracks below the charts, on the same axis: hours, screens, daily life, marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from caseboard import textsafe
from caseboard.tui import ascii, words
from caseboard.tui.client.axis import MARGIN, Axis, gutter
from caseboard.tui.words import Line, Span

_LETTERS = "+*o?-"  # which letter stands where several fall into one column: the first of these


@dataclass(frozen=True)
class Week:
    """A value of a stretch of days, and what it is held against."""

    first: date
    last: date
    value: float
    against: float | None = None


Cell = tuple[str, str]


def track(label: str, cells: Sequence[Cell], last: str = "") -> Line:
    """A track of one row: label, a cell for every column, the last value."""
    return (gutter(label), *words.joined_spans(cells), Span(textsafe.fit(f" {last}", MARGIN), "strong"))


def bars(
    label: str,
    weeks: Sequence[Week],
    shown: Axis,
    rows: int,
    most: float,
    *,
    none: str = "0",
    ascii_only: bool = False,
) -> list[Line]:
    """Bars of `rows` rows on a scale from 0 to `most`, dashes where what was prescribed was not reached.

    Where several weeks fall into one column, it shows their mean. A bar that ends in the row of the dashes
    leaves them its last column: a week that fell short must not look like one for which less was prescribed.
    Only a week of one column has no room for both.
    The number at the right is the last week's, in hours; `none` where the last week in sight has no row.
    """
    marks = ascii.plain(words.LEVELS) if ascii_only else words.LEVELS
    grid: list[list[Cell]] = [[(" ", "")] * shown.width for _ in range(rows)]
    for columns, week in _columns(weeks, shown).items():
        columns = columns if len(columns) < 3 else columns[:-1]  # a gap between weeks where there is room
        eighths = _eighths(week.value, most, rows)
        goal = None
        if week.against is not None and week.value < week.against:
            goal = (max(_eighths(week.against, most, rows), 1) - 1) // 8
        for at in range(rows):  # from the ground up
            filled = min(max(eighths - at * 8, 0), 8)
            if filled:
                for x in columns:
                    grid[rows - 1 - at][x] = (marks[filled - 1], "bar")
            if at == goal and filled < 8:
                for x in columns[1:][-1:] if filled else columns:
                    grid[rows - 1 - at][x] = ("-" if ascii_only else "╌", "warn")
    last = hours(weeks[-1].value) if weeks and weeks[-1].last >= shown.last else none
    return [
        track("" if at else label, cells, last if at == rows - 1 else "") for at, cells in enumerate(grid)
    ]


def _columns(weeks: Sequence[Week], shown: Axis) -> dict[range, Week]:
    """The columns of each bar; weeks that share one are one bar."""
    found: dict[range, list[Week]] = {}
    for week in weeks:
        found.setdefault(shown.span(week.first, week.last), []).append(week)
    return {columns: _mean(several) for columns, several in found.items()}


def _mean(weeks: Sequence[Week]) -> Week:
    """Their mean: of whole weeks, and of those for which something was prescribed, if there are any."""
    if len(weeks) == 1:
        return weeks[0]
    whole = [week for week in weeks if (week.last - week.first).days >= 6] or weeks
    held = [week for week in whole if week.against is not None]
    against = fmean(week.against or 0.0 for week in held) if held else None
    return Week(weeks[0].first, weeks[-1].last, fmean(week.value for week in held or whole), against)


def _eighths(value: float, most: float, rows: int) -> int:
    """A value in eighths of a row; what is more than nothing is seen."""
    if most <= 0 or value <= 0:
        return 0
    return max(round(min(value / most, 1.0) * rows * 8), 1)


def levels(
    values: Mapping[date, float], shown: Axis, low: float, high: float, *, ascii_only: bool = False
) -> list[Cell]:
    """The mean of each column's days as one of eight heights on a fixed scale; a gap stays a gap."""
    sums: dict[int, list[float]] = {}
    for day, value in values.items():
        at = shown.column(day)
        if at is not None:
            sums.setdefault(at, []).append(value)
    cells: list[Cell] = [(" ", "")] * shown.width
    marks = ascii.plain(words.LEVELS) if ascii_only else words.LEVELS
    for at, found in sums.items():
        share = (sum(found) / len(found) - low) / (high - low) if high > low else 0.0
        cells[at] = (marks[round(min(max(share, 0.0), 1.0) * 7)], "bar")
    return cells


def letters(values: Iterable[tuple[date, str]], shown: Axis) -> tuple[list[Cell], bool]:
    """Letters at their day, and whether several fell into one column; the one that matters most stands."""
    found: dict[int, list[str]] = {}
    for day, letter in values:
        at = shown.column(day)
        if at is not None and letter:
            found.setdefault(at, []).append(letter[0])
    cells: list[Cell] = [("·", "faint")] * shown.width
    for at, several in found.items():
        letter = textsafe.clean(min(several, key=lambda one: _LETTERS.find(one) if one in _LETTERS else 9))
        cells[at] = (letter if textsafe.width(letter) == 1 else "?", letter_tone(letter))
    return cells, any(len(several) > 1 for several in found.values())


def letter_tone(letter: str) -> str:
    """The tone of a screen's letter; the letter says it too."""
    return {"+": "alert", "-": "good", "o": "strong", "*": "strong"}.get(letter, "info")


def points(values: Iterable[tuple[date, str, str]], shown: Axis) -> list[Cell]:
    """Glyphs at their day; the first of several in one column stands."""
    cells: list[Cell] = [(" ", "")] * shown.width
    for day, glyph, tone in values:
        at = shown.column(day)
        if at is not None and cells[at][0] == " ":
            cells[at] = (glyph, tone)
    return cells


def stretches(values: Iterable[tuple[date, date, str]], shown: Axis, *, ascii_only: bool) -> list[Cell]:
    """Stretches of days with their name where it fits: `IOP ────── OP ───`."""
    cells: list[Cell] = [(" ", "")] * shown.width
    for first, last, name in values:
        span = shown.span(first, last)
        if not span:
            continue
        text = textsafe.fit(name, len(span) - 1).rstrip() if len(span) > 1 else ""
        text = text if textsafe.width(text) == len(text) else ""  # only letters of one cell
        rest = len(span) - len(text)
        shape = text + (" " if text and rest > 1 else "") + ("-" if ascii_only else "─") * rest
        for x, glyph in zip(span, shape, strict=False):
            cells[x] = (glyph, "strong" if x < span.start + len(text) else "faint")
    return cells


def hours(minutes: Any) -> str:
    """Minutes as hours: `7.5`."""
    return words.number(minutes / 60) if isinstance(minutes, (int, float)) else words.NOTHING
