"""A measure over time: its bands as a ground, its cut-off, what was expected, and the scores with their gaps.

The scale is the measure's own, never stretched. A point's glyph comes from the band of its own value, since a
row of cells may hold more than one point of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.client.axis import GUTTER, MARGIN, Axis
from caseboard.tui.client.canvas import Canvas
from caseboard.tui.words import Line, Span, line

GAP = 1.5  # intervals without a form after which no line is drawn: the gap is seen
LEAST = (10, 3)  # columns and rows below which there is no chart
_GLYPHS = {"best": ("○", "o"), "between": ("●", "*"), "worst": ("◆", "#")}
_TONES = {"best": "good", "between": "strong", "worst": "alert"}


@dataclass(frozen=True)
class Band:
    """A named range of scores; rank 0 is the best of its scale."""

    label: str
    low: float
    high: float
    rank: int


@dataclass(frozen=True)
class Range:
    """A scale as it is drawn. `interval_days` is how often the form is due; None: not known."""

    low: float
    high: float
    cutoff: float | None = None
    better: str = "lower"
    bands: tuple[Band, ...] = ()
    interval_days: int | None = None


@dataclass(frozen=True)
class Point:
    """A score on a day; `band` is the label that the query gives it."""

    day: date
    value: float
    band: str | None = None


@dataclass(frozen=True)
class Expected:
    """Where people who began alike stood on a day: the middle, and the range of most of them."""

    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Series:
    """All that one chart shows."""

    scale: Range
    points: Sequence[Point]
    expected: Sequence[Expected] = ()


def place(scale: Range, point: Point) -> str:
    """`best`, `between` or `worst`: where the point's own value lies among the bands of its scale.

    Without bands: `best` on the healthy side of the cut-off, else `between`.
    """
    if scale.bands:
        last = max(band.rank for band in scale.bands)
        own = next((band for band in scale.bands if band.label == point.band), None)
        if own is None:
            return "between"
        return "best" if own.rank == 0 else "worst" if own.rank == last else "between"
    if scale.cutoff is None:
        return "between"
    clinical = point.value >= scale.cutoff if scale.better == "lower" else point.value < scale.cutoff
    return "between" if clinical else "best"


def glyph(scale: Range, point: Point, *, ascii_only: bool = False) -> tuple[str, str]:
    """A point's glyph and its tone."""
    where = place(scale, point)
    return _GLYPHS[where][ascii_only], _TONES[where]


def row_of(scale: Range, value: float, rows: int) -> int:
    """The row of a value, from the top; bands, cut-off, ticks and points all use it."""
    share = (scale.high - value) / (scale.high - scale.low)
    return round(min(max(share, 0.0), 1.0) * (rows - 1))


def chart(series: Series, shown: Axis, rows: int, style: str = "braille") -> list[Line]:
    """The chart in `rows` lines of gutter, plot and margin; a sentence where there is no room for one."""
    scale = series.scale
    if shown.width < LEAST[0] or rows < LEAST[1] or scale.high <= scale.low:
        return [line(" " * GUTTER, Span("too small to draw", "muted"))]
    canvas = Canvas(shown.width + MARGIN, rows, style)
    canvas.grounded = shown.width
    ascii_only = canvas.style == "ascii"
    for y in range(rows):
        canvas.ground[y] = _ground(scale, y, rows)
    points = [point for point in series.points if shown.column(point.day) is not None]
    _points(canvas, scale, points, shown, ascii_only)
    _course(canvas, scale, points, shown)
    _cutoff(canvas, scale, shown.width, ascii_only)
    _labels(canvas, scale, shown.width)
    _expected(canvas, scale, series.expected, shown, ascii_only)
    ticks = _ticks(scale, rows)
    return [_framed(canvas, y, ticks, ascii_only) for y in range(rows)]


def _points(canvas: Canvas, scale: Range, points: list[Point], shown: Axis, ascii_only: bool) -> None:
    if points:
        last = points[-1]
        at = shown.column(last.day)
        assert at is not None
        mark, tone = glyph(scale, last, ascii_only=ascii_only)
        y = row_of(scale, last.value, canvas.height)
        canvas.put(at, y, mark, tone)
        canvas.put(at + 1, y, words.number(last.value)[: MARGIN - 1], "strong")
    for point in reversed(points[:-1]):
        at = shown.column(point.day)
        assert at is not None
        mark, tone = glyph(scale, point, ascii_only=ascii_only)
        canvas.put(at, row_of(scale, point.value, canvas.height), mark, tone)


def _course(canvas: Canvas, scale: Range, points: list[Point], shown: Axis) -> None:
    for before, after in pairwise(points):
        days = (after.day - before.day).days
        if scale.interval_days is not None and days > GAP * scale.interval_days:
            continue
        canvas.line(_dot(canvas, scale, before, shown), _dot(canvas, scale, after, shown), "info")


def _dot(canvas: Canvas, scale: Range, point: Point, shown: Axis) -> tuple[int, int]:
    x = shown.dot(point.day, canvas.across)
    assert x is not None
    rows = canvas.height
    if canvas.down == 1:
        return x, row_of(scale, point.value, rows)
    # The middle of the lowest and highest row are the ends of the scale, as they are for the points.
    share = (scale.high - point.value) / (scale.high - scale.low)
    y = min(max(share, 0.0), 1.0) * (rows - 1) * canvas.down + canvas.down / 2 - 0.5
    return x, round(y)


def _cutoff(canvas: Canvas, scale: Range, width: int, ascii_only: bool) -> None:
    if scale.cutoff is None:
        return
    y = row_of(scale, scale.cutoff, canvas.height)
    for x in range(width):
        canvas.put(x, y, "-" if ascii_only else "╌", "warn")


def _labels(canvas: Canvas, scale: Range, width: int) -> None:
    """The name of each band once, in a row of its own ground, where nothing else stands."""
    for band in scale.bands:
        text = words.wrap(band.label, max(width // 2, 8), most=1)[0]
        top, bottom = _rows_of(scale, band, canvas.height)
        middle = (top + bottom) // 2
        rows = sorted(range(top, bottom + 1), key=lambda y: abs(y - middle))
        spots = [(x, y) for y in rows for x in (1, width - len(text) - 1)]
        next((True for x, y in spots if canvas.put(x, y, text, "muted")), None)


def _expected(
    canvas: Canvas, scale: Range, expected: Sequence[Expected], shown: Axis, ascii_only: bool
) -> None:
    """A dotted area for the range of most people, dashes for the middle, behind everything else."""
    dash, dot = ("=", ":") if ascii_only else ("┄", "·") if canvas.style == "block" else ("⠒", "⠂")
    for before, after in pairwise(expected):
        for x in shown.span(before.day, after.day):
            share = _share(shown, x, before.day, after.day)
            top, middle, bottom = (
                row_of(scale, one + (other - one) * share, canvas.height)
                for one, other in (
                    (before.high, after.high), (before.middle, after.middle), (before.low, after.low)
                )
            )  # fmt: skip
            canvas.put(x, middle, dash, "expected")
            for y in range(min(top, bottom), max(top, bottom) + 1):
                canvas.put(x, y, dot, "expected")


def _share(shown: Axis, x: int, first: date, last: date) -> float:
    day = (x + 0.5) * shown.days / shown.width - (first - shown.first).days
    return min(max(day / max((last - first).days, 1), 0.0), 1.0)


def _rows_of(scale: Range, band: Band, rows: int) -> tuple[int, int]:
    """The first and last row of a band's ground: from above its low end to below the next band."""
    above = [other.low for other in scale.bands if other.low > band.low]
    top = row_of(scale, min(above), rows) + 1 if above else 0
    below = any(other.low < band.low for other in scale.bands)
    return top, row_of(scale, band.low, rows) if below else rows - 1


def _ground(scale: Range, y: int, rows: int) -> str:
    """The tint of a row: that of the band whose rows it lies in."""
    if len(scale.bands) < 2:
        return ""
    last = max(band.rank for band in scale.bands)
    for band in scale.bands:
        top, bottom = _rows_of(scale, band, rows)
        if top <= y <= bottom:
            return ("band-1", "band-2", "band-3", "band-4")[_step(band.rank, last)]
    return ""


def _step(rank: int, last: int) -> int:
    """A rank as one of four tints: the best, the worst, and two between."""
    if rank == 0 or rank == last:
        return 0 if rank == 0 else 3
    return 1 if rank * 2 <= last else 2


def _ticks(scale: Range, rows: int) -> dict[int, str]:
    """Numbers beside the frame: the cut-off, the ends of the scale, then the edges of the bands."""
    ticks: dict[int, str] = {}
    if scale.cutoff is not None:
        named = f"cut-off {words.number(scale.cutoff)}"
        fits = textsafe.width(named) < GUTTER
        ticks[row_of(scale, scale.cutoff, rows)] = named if fits else words.number(scale.cutoff)
    for value in (scale.low, scale.high, *(band.low for band in scale.bands)):
        ticks.setdefault(row_of(scale, value, rows), f"{words.number(value)} ")
    return ticks


def _framed(canvas: Canvas, y: int, ticks: dict[int, str], ascii_only: bool) -> Line:
    tick = ticks.get(y, "")
    frame = ("+" if tick else "|") if ascii_only else ("┤" if tick else "│")
    label = textsafe.fit(tick, GUTTER - 1, align="right")
    tone = "warn" if tick.startswith("cut-off") else "muted"
    return line(Span(label, tone), Span(frame, "faint"), *canvas.row(y))
