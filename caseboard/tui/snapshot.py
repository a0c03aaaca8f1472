"""One board, whole and immutable: what the queries gave, bound by column name. No Textual here.

It is made off the UI thread. Rows stay the tuples of the result; a client becomes an object when it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from caseboard import textsafe
from caseboard.errors import CaseboardError
from caseboard.tui import words
from caseboard.tui.called import called, who
from caseboard.tui.words import PANES

if TYPE_CHECKING:
    from caseboard.files import Stamp
    from caseboard.tui import ports


class Row:
    """A row of a result, read by column name; a column that the query lacks reads as None."""

    __slots__ = ("_index", "_values")

    def __init__(self, index: Mapping[str, int], values: tuple[Any, ...]) -> None:
        self._index = index
        self._values = values

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Row:
        """A row of these columns."""
        return cls({column: at for at, column in enumerate(values)}, tuple(values.values()))

    def __getitem__(self, column: str) -> Any:
        at = self._index.get(column)
        return None if at is None else self._values[at]

    def items(self) -> Iterable[tuple[str, Any]]:
        """Column and value, in the query's order."""
        return [(column, self._values[at]) for column, at in self._index.items()]


@dataclass(frozen=True)
class Scale:
    """A measure's name on screen and the range of its score."""

    title: str
    low: float
    high: float
    cutoff: float | None = None
    better: str = "lower"

    @property
    def reading(self) -> str:
        """`, higher is better` of a measure whose rise is good: beside a change it must not read as worse."""
        return ", higher is better" if self.better == "higher" else ""


@dataclass(frozen=True)
class Source:
    """The query behind a flag: what `i` shows. Parameters are name, value in use, default, help."""

    name: str
    title: str
    source: str
    reviewed: date | None
    path: str
    text: str
    parameters: tuple[tuple[str, Any, Any, str], ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """The board on one date. `panes` holds, for each pane, the numbers of its rows in the query's order."""

    index: Mapping[str, int]
    rows: tuple[tuple[Any, ...], ...]
    panes: tuple[tuple[int, ...], ...]
    flags: Mapping[str, tuple[Row, ...]]
    criteria: Mapping[str, tuple[Row, ...]]
    as_of: date
    info: ports.Info
    scales: Mapping[str, Scale]
    sources: Mapping[str, Source]
    not_judged: Mapping[str, tuple[Row, ...]]  # rules that lack data
    stale: tuple[Row, ...]  # feeds that have stopped
    types: tuple[str, ...]  # of the board's columns, in DuckDB's words
    parameters: Mapping[str, Any]  # of the board's query, as they were set
    changed: Mapping[str, tuple[Any, Any]]  # threshold: value, the library's
    suggestions: Mapping[str, str]  # what may be considered: code, words
    besides: Mapping[str, Row]  # by client, what the panel says beside the board's row
    order_tested: str  # whether the order of the board was tested on this clinic, in one sentence
    stamp: Stamp | None  # of the file while it was read, when nobody can write; None: there is no file
    programs: tuple[str, ...]
    measures: tuple[str, ...]
    score_width: tuple[int, int]  # cells that a score and its change take
    hours_width: int
    ascii_only: bool  # how the names are read
    names: Mapping[bool, Mapping[str, tuple[str, str]]]  # hidden or not, by client
    who_width: int  # of the longest that stands for a name while names are hidden

    @property
    def is_open(self) -> bool:
        """Whether anybody has an open episode on the date."""
        return bool(self.rows)

    def client(self, row: int) -> Row:
        """The client in a row of the board."""
        return Row(self.index, self.rows[row])

    def client_id(self, row: int) -> Any:
        """The id of the client in a row of the board."""
        return self.client(row)["client_id"]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {str(self.client_id(number)): number for number in range(len(self.rows))}

    def row_of(self, client_id: Any) -> int | None:
        """The row of a client; None: not on this board."""
        return self._numbers.get(str(client_id))

    def called(self, row: Row, *, names_hidden: bool) -> tuple[str, str]:
        """What a client is called, and what tells the client from others who are; mostly empty."""
        return self.names[names_hidden][str(row["client_id"])]

    def who(self, row: Row, *, names_hidden: bool) -> str:
        """`A.R.`, or `A.R. C0136` where another client of the board has the same initials."""
        return who(self.called(row, names_hidden=names_hidden))

    def who_of(self, client_id: Any, *, names_hidden: bool, name: Any) -> str | None:
        """The same by the client's id; None: not on this board, or under another name than one that was read
        later, maybe of a file that has been replaced.
        """
        row = self.row_of(client_id)
        client = None if row is None else self.client(row)
        if client is None or name not in (None, client["name"]):
            return None
        return self.who(client, names_hidden=names_hidden)

    def beside(self, row: Row, column: str) -> Any:
        """What the panel says of a client beside the board's row; None where it is not known."""
        found = self.besides.get(str(row["client_id"]))
        return None if found is None else found[column]

    def score_day(self, row: Row) -> str:
        """`10 Mar`: when the score of the board was given; empty where that is not known."""
        day = self.beside(row, "score_on")
        return "" if day is None else words.day(day, self.as_of)

    def craving_days(self, row: Row, of: str = " of ") -> str:
        """What the mean of craving is of: `7 days`, or `3 of 7 days` where no more have one."""
        days, logged = self.parameters.get("craving_days"), self.beside(row, "craving_logs")
        part = "" if logged in (None, days) else f"{words.number(logged, 0)}{of}"
        return part + words.days_long(days)

    def next_screen(self, row: Row) -> str:
        """`next due 18 Mar`; empty where none is known."""
        due = self.beside(row, "next_screen_on")
        return "" if due is None else f"next due {words.day(due, self.as_of)}"

    def consider(self, row: Row) -> str:
        """What to consider for a client, in the library's words; empty where nothing is suggested."""
        return words.consider(
            [words.suggestion(name, self.suggestions) for name in words.some(row["suggests"])]
        )

    def title(self, rule: Any) -> str:
        """What a rule is called on screen."""
        found = self.sources.get(str(rule))
        return textsafe.clean(found.title) if found else words.label(rule).capitalize()


def snapshot(
    board: ports.Result,
    flags: ports.Result,
    criteria: ports.Result,
    info: ports.Info,
    *,
    scales: Mapping[str, Scale],
    sources: Mapping[str, Source],
    not_judged: ports.Result,
    stale: ports.Result,
    suggestions: Mapping[str, str],
    besides: ports.Result,
    order_tested: str,
    stamp: Stamp | None,
    ascii_only: bool = False,
) -> Snapshot:
    """Bind the results of a board. A pane that is not known counts as "cannot say"."""
    index = {column: at for at, column in enumerate(board.columns)}
    rows = tuple(board.rows)
    clients = [Row(index, values) for values in rows]
    panes: dict[str, list[int]] = {pane: [] for pane in PANES}
    for number, row in enumerate(clients):
        panes[row["pane"] if row["pane"] in PANES else "not_assessable"].append(number)
    scores = (words.number(row["score"]) for row in clients)
    differences = (words.change(row["score_change"]) for row in clients)
    hours = (words.of(row["hours_attended"], row["hours_prescribed"]) for row in clients)
    names = {hidden: called(clients, names_hidden=hidden, ascii_only=ascii_only) for hidden in (True, False)}
    return Snapshot(
        index=index,
        rows=rows,
        panes=tuple(tuple(panes[pane]) for pane in PANES),
        flags=_by_client(flags),
        criteria=_by_client(criteria),
        as_of=board.as_of,
        info=info,
        scales=scales,
        sources=sources,
        not_judged=_by_client(not_judged),
        stale=rows_of(stale),
        types=tuple(board.types),
        parameters=dict(board.parameters),
        changed={key: both for result in (board, flags, criteria) for key, both in result.changed.items()},
        suggestions=suggestions,
        besides={str(row["client_id"]): row for row in rows_of(besides)},
        order_tested=order_tested,
        stamp=stamp,
        programs=_named(clients, "program"),
        measures=_named(clients, "measure"),
        score_width=(_between(2, map(len, scores), 6), _between(5, map(len, differences), 8)),
        hours_width=_between(6, map(len, hours), 11),
        ascii_only=ascii_only,
        names=names,
        who_width=_between(4, (textsafe.width(who(each)) for each in names[True].values()), 14),
    )


def _named(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    """What stands in a column, each once."""
    return tuple(dict.fromkeys(str(row[column]) for row in rows if row[column] is not None))


def _between(least: int, cells: Iterable[int], most: int) -> int:
    """The cells of the longest, within bounds."""
    return min(max([least, *cells]), most)


def rows_of(result: ports.Result) -> tuple[Row, ...]:
    """The rows of a result, by column name."""
    index = {column: at for at, column in enumerate(result.columns)}
    return tuple(Row(index, values) for values in result.rows)


def _by_client(result: ports.Result) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in rows_of(result):
        found.setdefault(str(row["client_id"]), []).append(row)
    return {client: tuple(rows) for client, rows in found.items()}


def scales_of(measures: Iterable[ports.Measure]) -> dict[str, Scale]:
    """The range of each measure's first scale, under its name and under its title."""
    found: dict[str, Scale] = {}
    for measure in measures:
        first = measure.scales[0]
        ends = float(first.min_value), float(first.max_value)
        scale = Scale(measure.title, *ends, first.cutoff, first.better)
        found[measure.measure] = found[measure.title] = scale
    return found


def sources_of(
    get: Callable[[str], ports.Query], names: Iterable[Any], values: Mapping[str, Any]
) -> dict[str, Source]:
    """The files behind rules, by rule. A rule whose file cannot be had is left out."""
    found: dict[str, Source] = {}
    for name in names:
        try:
            query = get(str(name))
            found[str(name)] = Source(
                name=query.name,
                title=query.title,
                source=query.source,
                reviewed=query.reviewed,
                path=str(query.path),
                text=query.text,
                parameters=tuple(
                    (key, values.get(key, item.default), item.usual, item.help)
                    for key, item in query.parameters.items()
                ),
            )
        except CaseboardError:
            continue
    return found
