"""Which rows of the board are shown and in what order: filter and sort. No Textual here.

Everything is worked out from the snapshot's rows, never from what is drawn. A pane stays a pane, and what is
new about safety stays on top of it, however the rest is sorted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.layout import measure_title
from caseboard.tui.reasons import why

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Row, Snapshot

_WHOLE = 10_000  # cells: every reason, and the whole filter
_LEAST = 8  # cells that are left of a filter
FIELDS = ("program", "clinician", "level")


@dataclass(frozen=True)
class Order:
    """A way to sort: the column's key, its word, what low and high mean, and whether high comes first."""

    key: str
    word: str
    low: str = "low to high"
    high: str = "high to low"
    high_first: bool = False


ORDERS: tuple[Order, ...] = (
    Order("client", "client", "A to Z", "Z to A"),
    Order("week", "week", "newest first", "longest first", True),
    Order("measure", "measure", "A to Z", "Z to A"),
    Order("score", "score", high_first=True),
    Order("spark", "change of score", "most fallen first", "most risen first", True),
    Order("hours", "hours attended", "least of the prescribed first", "most of the prescribed first"),
    Order("screens", "screens", "most negative first", "fewest negative first", True),
    Order("craving", "craving", high_first=True),
    Order("why", "reasons", "fewest first", "most first", True),
    Order("clinician", "clinician", "A to Z", "Z to A"),
    Order("program", "program", "A to Z", "Z to A"),
    Order("review", "next review", "soonest first", "latest first"),
)
_BY_KEY = {order.key: order for order in ORDERS}


@dataclass(frozen=True)
class View:
    """What the user asked to see. An empty `sort` is the query's own order."""

    text: str = ""
    sort: str = ""
    backwards: bool = False

    def next_sort(self, without: Collection[str] = ()) -> View:
        """Sorted by the next column; after the last, the query's own order."""
        keys = ["", *(key for key in _BY_KEY if key not in without or key == self.sort)]
        return self.sorted_by(keys[(keys.index(self.sort) + 1) % len(keys)])

    def sorted_by(self, key: str) -> View:
        """Sorted by a column, as one would first look at it."""
        return replace(self, sort=key, backwards=bool(key) and _BY_KEY[key].high_first)

    def turned(self) -> View:
        """Sorted the other way round."""
        return replace(self, backwards=not self.backwards) if self.sort else self

    def clicked(self, key: str) -> View:
        """Sorted by the heading that was clicked: once, again the other way round, then as it was."""
        if key not in _BY_KEY:
            return self
        if self.sort != key:
            return self.sorted_by(key)
        return self.turned() if self.backwards == _BY_KEY[key].high_first else self.sorted_by("")


@dataclass(frozen=True)
class Arranged:
    """The rows of each pane, in order, and how many of the first are new about safety."""

    panes: tuple[tuple[int, ...], ...]
    new_safety: int
    shown: int
    hidden_safety: int = 0  # clients with a safety flag that nobody has answered, whom the filter hides


class Finder:
    """What filters and sorts a snapshot. Made off the UI thread, for it reads every row once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._pane_of = {number: at for at, pane in enumerate(snapshot.panes) for number in pane}
        rows = [snapshot.client(number) for number in range(len(snapshot.rows))]
        self._new = frozenset(number for number, row in enumerate(rows) if row["safety"] == "new")
        self._names = {
            hidden: [folded(snapshot.who(row, names_hidden=hidden)) for row in rows]
            for hidden in (True, False)
        }
        self._fields = {field: [folded(row[field]) for row in rows] for field in FIELDS}
        said = [folded(why(snapshot, row, self._pane_of[number], _WHOLE)) for number, row in enumerate(rows)]
        self._texts = {
            hidden: [
                "\n".join(parts)
                for parts in zip(*self._fields.values(), self._names[hidden], said, strict=True)
            ]
            for hidden in (True, False)
        }
        self._orders: dict[tuple[str, bool, bool], Sequence[int]] = {}

    def arrange(self, view: View, *, names_hidden: bool) -> Arranged:
        """The rows of each pane as the view asks for them."""
        kept = self._kept(view.text, names_hidden)
        if not view.sort:
            panes = [
                pane if kept is None else tuple(number for number in pane if number in kept)
                for pane in self._snapshot.panes
            ]
        else:
            order = self._order(view.sort, view.backwards, names_hidden)
            sorted_panes: list[list[int]] = [[] for _ in self._snapshot.panes]
            for number in order:
                if kept is None or number in kept:
                    sorted_panes[self._pane_of[number]].append(number)
            panes = [tuple(pane) for pane in sorted_panes]
        first = panes[0]
        new = tuple(number for number in first if number in self._new)
        if new and first[: len(new)] != new:
            panes[0] = (*new, *(number for number in first if number not in self._new))
        hidden = 0 if kept is None else len(self._new - kept)
        return Arranged(tuple(panes), len(new), sum(map(len, panes)), hidden)

    def warm(self) -> None:
        """Work every order out before somebody asks for it; called in a thread."""
        for order in ORDERS:
            for hidden in (True, False):
                self._order(order.key, order.high_first, hidden)
                self._order(order.key, not order.high_first, hidden)

    def may_say_a_name(self, text: str) -> bool:
        """Whether a filter finds somebody by a name, whom it does not find once names are hidden; or finds
        nobody then: it may be the name of somebody on the board of another day.
        """
        shown, hidden = self._kept(text, False), self._kept(text, True)
        return shown is not None and hidden is not None and (not hidden or not shown <= hidden)

    def _kept(self, text: str, names_hidden: bool) -> frozenset[int] | None:
        """The rows in which every word of the text stands; None: all. `level:iop` looks at the level only."""
        kept: frozenset[int] | None = None
        for word in folded(text).split():
            field, colon, rest = word.partition(":")
            where = self._fields.get(field) if colon else None
            texts, wanted = (where, rest) if where is not None else (self._texts[names_hidden], word)
            found = frozenset(number for number, text in enumerate(texts) if wanted in text)
            kept = found if kept is None else kept & found
        return kept

    def _order(self, key: str, backwards: bool, names_hidden: bool) -> Sequence[int]:
        """Every row's number in the order of a column; what is not known comes last either way."""
        asked = (key, backwards, names_hidden or key != "client")
        if asked not in self._orders:
            values = self._values(key, names_hidden)
            known = [number for number, value in enumerate(values) if value is not None]
            known.sort(key=values.__getitem__, reverse=backwards)
            self._orders[asked] = (*known, *(n for n, value in enumerate(values) if value is None))
        return self._orders[asked]

    def _values(self, key: str, names_hidden: bool) -> list[Any]:
        if key == "client":
            return list(self._names[names_hidden])
        if key in self._fields:
            return [value or None for value in self._fields[key]]
        value = _VALUES[key]
        snapshot = self._snapshot
        return [value(snapshot, snapshot.client(number)) for number in range(len(snapshot.rows))]


def folded(text: object) -> str:
    """Text as it is compared: cleaned, without case and without accents."""
    shown = textsafe.clean(text)
    if not shown.isascii():
        shown = "".join(
            char for char in unicodedata.normalize("NFKD", shown) if not unicodedata.combining(char)
        )
    return shown.casefold()


def hides(count: int) -> str:
    """`hides unanswered safety: 2`: a filter must not make a safety flag unseen; empty: it hides none."""
    return f"hides unanswered safety: {count:,}" if count else ""


def said(view: View, snapshot: Snapshot, shown: int, hidden_safety: int = 0, width: int = _WHOLE) -> str:
    """The view in words: `Filter "iop" · 12 of 34 · Sorted by week, longest first`; empty: as it comes.

    A long filter is cut, so that in `width` cells it pushes nothing about safety off the line.
    """
    parts = []
    if text := textsafe.clean(view.text).strip():
        count = f"{shown:,} of {len(snapshot.rows):,}"
        found = " · ".join(filter(None, [count, hides(hidden_safety)]))
        room = max(width - len(f"Filter “” · {found}"), _LEAST)
        parts.append(f"Filter “{textsafe.fit(text, room).rstrip()}” · {found}")
    if view.sort:
        order = _BY_KEY[view.sort]
        parts.append(f"Sorted by {order.word}, {order.high if view.backwards else order.low}")
    return " · ".join(parts)


def whole(
    view: View, snapshot: Snapshot | None, shown: int, safety: tuple[int, int], since: str, width: int
) -> str:
    """The line over the board; what is cut off at the right is never the safety. `safety`: how many with a
    new safety flag the filter hides, and how many the pane that is alone. `since`: what changed.
    """
    if snapshot is None:  # the rows are on their way
        return ""
    by_filter, alone = safety
    hidden, clears = hides(alone), " · esc clears"
    found = said(view, snapshot, shown, by_filter, width - len(clears))
    parts = [f"This pane alone {hidden}" if hidden else "", found + clears if found else "", since]
    return " · ".join(part for part in parts if part)


def _share(row: Row) -> float | None:
    part, whole = words.finite(row["hours_attended"]), words.finite(row["hours_prescribed"])
    return part / whole if part is not None and whole else None


def _not_negative(row: Row) -> float | None:
    word = textsafe.clean(row["screen_word"])
    return 1 - word.count("-") / len(word) if word else None


_VALUES: dict[str, Callable[[Snapshot, Row], Any]] = {
    "week": lambda snapshot, row: words.finite(row["week"]),
    "measure": lambda snapshot, row: folded(measure_title(snapshot, row["measure"])) or None,
    "score": lambda snapshot, row: words.finite(row["score"]),
    "spark": lambda snapshot, row: words.finite(row["score_change"]),
    "hours": lambda snapshot, row: _share(row),
    "screens": lambda snapshot, row: _not_negative(row),
    "craving": lambda snapshot, row: words.finite(row["craving"]),
    "why": lambda snapshot, row: len(words.some(row["reasons"])),
    "review": lambda snapshot, row: str(row["next_review_on"]) if row["next_review_on"] else None,
}
