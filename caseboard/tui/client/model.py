"""One client's page, whole and immutable: the rows of its queries, bound by column name. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseboard.tui import ports, words
from caseboard.tui.client.scale import Band, Range
from caseboard.tui.snapshot import Row, Source

QUERIES = (
    "overview", "flags", "why", "score_history", "last_scores", "expected_course", "attendance_weeks",
    "sessions_mix", "screens", "substance_use", "days", "daily_life", "triggers", "goals", "supports",
    "marks", "decisions", "suggestions",
)  # fmt: skip
_NO_ROW = Row.of({})


@dataclass(frozen=True)
class ClientPage:
    """What the clinic says about one client as of a date.

    `tables` holds the rows of each query by its short name; `absent` says of those that gave none why.
    """

    client_id: str
    as_of: date
    info: ports.Info
    tables: Mapping[str, tuple[Row, ...]]
    absent: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, Any]]
    scales: Mapping[tuple[str, str], Range]
    sources: Mapping[str, Source]  # of queries and of rules
    stale: tuple[Row, ...]
    changed: Mapping[str, tuple[Any, Any]]  # threshold: value, the library's
    is_known: bool = True  # False: the clinic has no client of this id

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a query; none where it gave none."""
        return self.tables.get(name, ())

    @property
    def overview(self) -> Row:
        """The only row of `overview`; where there is none, one that reads as None."""
        found = self.rows("overview")
        return found[0] if found else _NO_ROW

    def failure(self, name: str) -> str:
        """Why a query gave no rows: the library lacks it, or it failed; empty where it gave some or none."""
        reason = self.absent.get(name, "")
        return reason if not reason or self.lacks(name) else f"The query failed: {reason}"

    def lacks(self, name: str) -> bool:
        """Whether the library has no such query; else one that is absent has failed."""
        return self.absent.get(name, "").startswith("Not available")

    @property
    def is_open(self) -> bool:
        """Whether the client has an open episode on the date, as far as is known."""
        return bool(self.rows("overview")) or "overview" in self.absent

    @property
    def admitted(self) -> date:
        """The first day of week 1; where nobody says so, the first day that anything is known of."""
        told = day_of(self.overview["admitted_on"])
        if told is not None:
            return min(told, self.as_of)
        days = [
            day_of(row[column])
            for name, column in (("attendance_weeks", "from_day"), ("score_history", "given_on"))
            for row in self.rows(name)
        ]
        return min([day for day in days if day is not None and day <= self.as_of], default=self.as_of)


def day_of(value: Any) -> date | None:
    """A value as a day, where it is one."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def number_of(value: Any) -> float | None:
    """A value as a finite number, where it is one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if abs(float(value)) < 1e12 else None


def ranges_of(measures: Iterable[Any]) -> dict[tuple[str, str], Range]:
    """The scales of the library's measures as charts draw them, by measure and scale."""
    found: dict[tuple[str, str], Range] = {}
    for measure in measures:
        for scale in measure.scales:
            found[measure.measure, scale.scale] = Range(
                scale.min_value,
                scale.max_value,
                scale.cutoff,
                scale.better,
                tuple(Band(band.label, band.low, band.high, band.rank) for band in scale.bands),
                measure.interval_days,
            )
    return found


def ago(value: Any, today: date) -> str:
    """`14 Jan, 60 days ago`."""
    day = day_of(value)
    if day is None:
        return words.day(value)
    return f"{words.day(day, today)}, {days_ago((today - day).days)}"


def days_ago(days: int) -> str:
    """`60 days ago`, `1 day ago`, `today`, `in 1 day`."""
    if days == 0:
        return "today"
    return f"{words.plural(days, 'day')} ago" if days > 0 else f"in {words.plural(-days, 'day')}"
