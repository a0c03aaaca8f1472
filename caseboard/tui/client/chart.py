"""A measure over time: its bands as a ground, its cut-off, what was expected, and the scores with their gaps.

The scale is the measure's own, never stretched. A point's glyph comes from the band of its own value, since a
row of cells may hold more than one point of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.client.axis import GUTTER, MARGIN, Axis
from caseboard.tui.client.canvas import Canvas
from caseboard.tui.client.scale import Band, Expected, Point, Range, Series, glyph, row_of
from caseboard.tui.words import Line, Span, line

GAP = 1.5  # intervals without a form after which no line is drawn: the gap is seen
LEAST = (10, 3)  # columns and rows below which there is no chart


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


def joins(first: date, last: date, scale: Range) -> bool:
    """Whether two days of a measure are near enough for a line between them; else a form was left out."""
    return scale.interval_days is None or (last - first).days <= GAP * scale.interval_days


def _course(canvas: Canvas, scale: Range, points: list[Point], shown: Axis) -> None:
    for before, after in pairwise(points):
        if joins(before.day, after.day, scale):
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
    """A dotted area for the range of most people, dashes for the middle or the edge, behind all else."""
    dash, dot = ("=", ":") if ascii_only else ("┄", "·") if canvas.style == "block" else ("⠒", "⠂")
    for before, after in pairwise(expected):
        for x in shown.span(before.day, after.day):
            share = _share(shown, x, before.day, after.day)
            low, middle, high, edge = (
                None
                if one is None or other is None
                else row_of(scale, one + (other - one) * share, canvas.height)
                for one, other in zip(before.scores, after.scores, strict=True)
            )
            if edge is not None:
                canvas.put(x, edge, "=" if ascii_only else "┄", "expected")
            if low is None or middle is None or high is None:
                continue
            canvas.put(x, middle, dash, "expected")
            for y in range(min(low, high), max(low, high) + 1):
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
    tone = "strong" if tick.startswith("cut-off") else "muted"
    return line(Span(label, tone), Span(frame, "faint"), *canvas.row(y))
