"""How the values of a row are written."""

from __future__ import annotations

YES_NO = ("false", "true")
"""The text of False and of True."""


def bounded(value: float, high: int) -> int:
    """Return the nearest whole number of a scale from 0 to `high`."""
    return min(int(value + 0.5), high) if value > 0 else 0
