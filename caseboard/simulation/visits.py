"""The days on which a person came."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Visits:
    """The days with an attended session, in order."""

    def __init__(self, days: Iterable[int], cut_day: int) -> None:
        """Take the days; nothing is known after the cut day."""
        self._days, self._cut_day = sorted(days), cut_day

    def since(self, day: int) -> list[int]:
        """Return the visits on or after a day."""
        return self._days[bisect_left(self._days, day) :]

    def first(self, day: int, until: int) -> int | None:
        """Return the first visit from one day to another, both included."""
        at = bisect_left(self._days, day)
        if at < len(self._days) and self._days[at] <= until:
            return self._days[at]
        return None

    def near(self, day: int, end: int) -> int | None:
        """Return the first visit on or after a day, within a week and a half."""
        return self.first(day, min(day + 10, end, self._cut_day))
