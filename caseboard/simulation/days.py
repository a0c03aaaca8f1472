"""Days as whole numbers from the first day of the clinic, and their text."""

from __future__ import annotations

import datetime as dt

DAY = 24 * 60
"""Minutes in a day; moments are minutes from the first day's midnight."""


class Days:
    """The span of days that a synthetic clinic has, from 0 to `last`."""

    def __init__(self, last_day: dt.date, months: int) -> None:
        """Reach back the given number of months from the last day."""
        months_back = last_day.year * 12 + last_day.month - 1 - months
        first = dt.date(months_back // 12, months_back % 12 + 1, min(last_day.day, 28))
        self.last = (last_day - first).days
        self.cut = (self.last - 1) * DAY + 21 * 60 + 30
        """Nothing is entered later than this moment, the evening before the last day."""
        dates = [first + dt.timedelta(days=day) for day in range(self.last + 800)]
        self.text = [date.isoformat() for date in dates]
        self._weekday = first.weekday()
        self._clock = [f"{m // 60:02d}:{m % 60:02d}:00" for m in range(DAY)]
        closed = {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (7, 4)}
        self.holidays = {day for day, d in enumerate(dates) if (d.month, d.day) in closed}

    def weekday(self, day: int) -> int:
        """Return 0 for a Monday to 6 for a Sunday."""
        return (self._weekday + day) % 7

    def stamp(self, moment: int) -> str:
        """Return a moment as a local timestamp."""
        return f"{self.text[moment // DAY]} {self._clock[moment % DAY]}"

    def year(self, day: int) -> int:
        """Return the year of a day."""
        return int(self.text[day][:4])
