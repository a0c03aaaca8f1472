"""The last scores of a measure in a few lines: whole scale, cut-off, gaps as gaps. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseboard.tui import words
from caseboard.tui.snapshot import Scale
from caseboard.tui.words import Line, Span, line

ROWS = 6
_AXIS = 5  # cells for the numbers at the left


def small_chart(series: Sequence[Any], scale: Scale, width: int) -> list[Line]:
    """The scores as points from left (old) to right (new), in `ROWS` lines of at most `width` cells."""
    plot = width - _AXIS - 1
    if plot < 12 or scale.high <= scale.low or all(words.finite(value) is None for value in series):
        return []
    step = max(min(plot // max(len(series), 1), 4), 1)
    shown = list(series)[-(plot // step) :]
    cut_off = None if scale.cutoff is None else _row(scale, scale.cutoff)
    lines = []
    for row in range(ROWS):
        ground = "╌" if row == cut_off else " "
        spans = [Span(f"{_number(scale, row, cut_off):>{_AXIS - 1}} ┤", "muted")]
        for value in shown:
            score = words.finite(value)
            here = score is not None and _placed(scale, score, cut_off) == row
            spans += [
                Span(ground * (step - 1), "muted"),
                Span("●" if here else ground, "info" if here else "muted"),
            ]
        if row == cut_off:
            room = plot - step * len(shown)
            spans.append(Span(" cut-off"[:room] if room >= 8 else "", "muted"))
        lines.append(line(*spans))
    return lines


def _row(scale: Scale, value: float) -> int:
    share = (scale.high - value) / (scale.high - scale.low)
    return min(max(round(share * (ROWS - 1)), 0), ROWS - 1)


def _placed(scale: Scale, value: float, cut_off: int | None) -> int:
    """The line of a point; a score beside the cut-off never lies on it."""
    row = _row(scale, value)
    if row != cut_off or scale.cutoff is None or value == scale.cutoff:
        return row
    return min(row + 1, ROWS - 1) if value < scale.cutoff else max(row - 1, 0)


def _number(scale: Scale, row: int, cut_off: int | None) -> str:
    if row == cut_off and scale.cutoff is not None:
        return words.number(scale.cutoff)
    return words.number(scale.high) if row == 0 else words.number(scale.low) if row == ROWS - 1 else ""
