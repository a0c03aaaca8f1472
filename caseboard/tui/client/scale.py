"""A measure's scale and what is drawn on it: scores, their glyphs, what was expected. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    """A score on a day; the query says its band and whether it is a case (None: no cut-off)."""

    day: date
    value: float
    band: str | None = None
    clinical: bool | None = None


@dataclass(frozen=True)
class Expected:
    """Where people who began alike stood on a day: the middle, and the range of most of them.

    Where too few are known, `edge` is the score beyond which a general rule sees no expected course.
    """

    day: date
    low: float | None
    middle: float | None
    high: float | None
    edge: float | None = None

    @property
    def scores(self) -> tuple[float | None, ...]:
        """All of them."""
        return self.low, self.middle, self.high, self.edge


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
    return "best" if point.clinical is False else "between"


def glyph(scale: Range, point: Point, *, ascii_only: bool = False) -> tuple[str, str]:
    """A point's glyph and its tone."""
    where = place(scale, point)
    return _GLYPHS[where][ascii_only], _TONES[where]


def row_of(scale: Range, value: float, rows: int) -> int:
    """The row of a value, from the top; bands, cut-off, ticks and points all use it."""
    share = (scale.high - value) / (scale.high - scale.low)
    return round(min(max(share, 0.0), 1.0) * (rows - 1))
