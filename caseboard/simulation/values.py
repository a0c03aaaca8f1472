"""How the values of a row are written."""

from __future__ import annotations

YES_NO = ("false", "true")
"""The text of False and of True."""


def bounded(value: float, low: int, high: int) -> int:
    """Return the nearest whole number of a scale that begins at 0 or above."""
    rounded = int(value + 0.5) if value > 0 else 0
    return low if rounded < low else min(rounded, high)
