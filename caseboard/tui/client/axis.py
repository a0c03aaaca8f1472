"""The time axis that every track of a client's page shares: a day is the same column in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.words import Line, Span, line

GUTTER = 11  # cells left of the plot: a label or a tick, and the frame
MARGIN = 7  # cells right of it: the last value as a number, and where it is going
ZOOMS = (4, 12, 26, 0)  # weeks; 0: the whole admission
USUAL = 12
_STEPS = (7, 14, 28, 56, 91, 182, 364, 728)
_LABEL = 10  # cells that a date on the axis takes, its gaps included; one with its year takes the next one's


@dataclass(frozen=True)
class Axis:
    """Days `first` to `last`, both included, in `width` columns. `admitted` is the first day of week 1."""

    first: date
    last: date
    width: int
    admitted: date

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.last - self.first).days + 1

    def column(self, day: date) -> int | None:
        """The column of a day; None where the axis does not show it."""
        return self.dot(day, 1)

    def dot(self, day: date, dots: int) -> int | None:
        """The same in a grid of `dots` to a column."""
        after = (day - self.first).days
        if not 0 <= after < self.days:
            return None
        return (2 * after + 1) * self.width * dots // (2 * self.days)

    def span(self, first: date, last: date) -> range:
        """The columns of a stretch of days; at least one when any of them is shown."""
        if last < self.first or first > self.last:
            return range(0)
        start = min(self._edge(max(first, self.first)), self.width - 1)
        return range(start, max(self._edge(min(last, self.last) + timedelta(days=1)), start + 1))

    def _edge(self, day: date) -> int:
        return min(round((day - self.first).days * self.width / self.days), self.width)

    def ticks(self) -> list[date]:
        """The days named below the axis: starts of weeks of the admission, as many as have room."""
        room = max(self.width // _LABEL, 1)
        step = next((step for step in _STEPS if self.days / step <= room), _STEPS[-1])
        offset = (self.admitted - self.first).days % step
        found = [self.first + timedelta(days=offset + at) for at in range(0, self.days - offset, step)]
        return found or [self.first]

    def week(self, day: date) -> int:
        """The week of the admission, from 1; 0 and less lie before it."""
        return (day - self.admitted).days // 7 + 1


def axis(as_of: date, admitted: date, weeks: int, width: int, *, begun: date | None = None) -> Axis:
    """The last `weeks` weeks up to `as_of`, or all since `begun` (0), and never more than that.

    `begun` is the first day that is told of, where that is before `admitted`.
    """
    first = min(admitted, begun or admitted)
    first = first if not weeks else max(first, as_of - timedelta(days=7 * weeks - 1))
    return Axis(min(first, as_of), as_of, max(width, 1), admitted)


def axis_line(shown: Axis, *, weeks: bool = False, ascii_only: bool = False) -> Line:
    """The frame below a track with its dates in it, or with the weeks of the admission."""
    rule, tick, corner = "-++" if ascii_only else "─┴└"
    cells: list[tuple[str, str]] = [(rule, "faint")] * shown.width + [(" ", "")] * MARGIN
    for day in shown.ticks():
        at = shown.span(day, day).start
        text = f" {f'week {shown.week(day)}' if weeks else words.day(day, shown.last)} "
        room = cells[at : at + len(text) + 1]
        if len(room) <= len(text) or any(mark not in (rule, " ") for mark, _ in room):
            continue
        cells[at] = (tick, "faint")
        cells[at + 1 : at + 1 + len(text)] = [(letter, "muted") for letter in text]
    return line(Span(" " * (GUTTER - 1) + corner, "faint"), *words.joined_spans(cells))


def gutter(label: str) -> Span:
    """A track's label, exactly as wide as the gutter."""
    return Span(textsafe.fit(label, GUTTER - 1) + " ", "muted")


def weeks_in(admitted: date, as_of: date) -> int:
    """The weeks of an admission so far, the one under way counted."""
    return max(-(-((as_of - admitted).days + 1) // 7), 1)


def zooms(have: int) -> tuple[int, ...]:
    """The zooms that differ on an admission of so many weeks; the last is the whole of it."""
    return tuple(weeks for weeks in ZOOMS if not weeks or weeks < have)


def zoom_title(shown: Axis, weeks: int) -> str:
    """`last 12 weeks`, or `all 9 weeks` where that is the whole admission."""
    have = weeks_in(shown.admitted, shown.last)
    if weeks and weeks < have:
        return f"last {weeks} weeks"
    return f"all {have} weeks" if have > 1 else "the first week"
