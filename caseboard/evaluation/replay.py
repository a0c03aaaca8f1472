"""The board of every week of the history, strictly as of its date, and what happened next.

All that is worked out stands in `queries/evaluation`; here is only the walk through the weeks. No row of a
client passes through Python.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caseboard.errors import RequestError
from caseboard.library import Clinic, ClinicInfo, Library
from caseboard.library.asking import Asking
from caseboard.library.parameters import changed
from caseboard.library.query import Query
from caseboard.library.text import near

Progress = Callable[[str, float], None]
COUNTS = ("people", "weeks", "people_happened", "people_on", "people_hit", "alerts", "alerts_hit")
_SUNDAY = 6
_ASKED = ("feed", "open_day", "signals", "volume", "replayed", "figures")
_TOLD_ELSEWHERE = {"by_group", "rounds"}


@dataclass(frozen=True)
class Figure:
    """One number with its 95% interval; `withheld` says why there is none."""

    number: float | None
    low: float | None
    high: float | None
    withheld: str | None = None


@dataclass(frozen=True)
class Judged:
    """One signal against one outcome, for everybody or for a group."""

    outcome: str
    signal: str
    side: str
    same_input: bool
    subgroup: str
    member: str
    counts: dict[str, int | None]
    figures: dict[str, Figure]
    differences: dict[str, Figure]
    worse: list[str] = field(default_factory=list)
    """The figures in which a group is worse off than everybody."""

    @property
    def of_everybody(self) -> bool:
        """True where it is of no single group."""
        return self.subgroup == "everybody"


@dataclass
class Evaluation:
    """What a replay found. `volume` has one record a signal, over all weeks of open clients."""

    target: str
    invented: bool
    first_day: date
    last_day: date
    weeks: int
    people: int
    open_weeks: int
    rounds: int
    judged: list[Judged] = field(default_factory=list)
    volume: list[dict[str, Any]] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    never: list[str] = field(default_factory=list)
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """The parameters that are not as the library has them, each with its value and the library's."""
    elapsed: float = 0.0

    def of(self, outcome: str) -> list[Judged]:
        """The signals of one outcome, for everybody."""
        return [one for one in self.judged if one.outcome == outcome and one.of_everybody]


def evaluate(
    clinic: Clinic,
    *,
    first: date | None = None,
    last: date | None = None,
    rounds: int | None = None,
    by_group: bool = False,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress = lambda what, share: None,
) -> Evaluation:
    """Replay the Sundays from `first` to `last` and judge them, as far as the records go.

    What happened next is read as it was known on `last`. Raises RequestError when no week lies between, and
    for a parameter that is none or a value that it cannot take.
    """
    started = time.perf_counter()
    given: dict[str, Any] = {"by_group": by_group, **(parameters or {})}
    if rounds is not None:
        given["rounds"] = rounds
    info = clinic.info(last)
    with clinic.asking(last, given) as asking:
        other = _parameters(clinic.library, asking, given)
        begin, end = _span(asking, first, last)
        days = sundays(begin, end)
        if not days:
            raise RequestError(f"There is no Sunday with records between {begin} and {end} to look from.")
        replay(asking, days, progress)
        asking.move(end)
        found = _found(clinic.library, info, asking, days, end, other)
        names = [outcome.stem for outcome in clinic.library.outcomes]
        for number, name in enumerate(names):
            progress(f"Counting: {name}", 0.9 + 0.1 * number / len(names))
            found.judged += _judged(name, asking.run("figures", {"outcome": name}).records())
    progress("Evaluated", 1.0)
    found.elapsed = time.perf_counter() - started
    return found


def sundays(first: date, last: date) -> list[date]:
    """The Sundays from `first` to `last`: the days on which a week ends."""
    start = first.toordinal() + (_SUNDAY - first.weekday()) % 7
    return [date.fromordinal(day) for day in range(start, last.toordinal() + 1, 7)]


def replay(asking: Asking, days: list[date], progress: Progress) -> None:
    """Gather who was open and what the board said on each of the days, in replay_row and signal_row."""
    asking.empty("replay_row", "signal_row")
    for number, day in enumerate(days):
        progress(f"The board of {day}", 0.9 * number / len(days))
        asking.move(day)
        asking.collect("open_day", "replay_row")
        asking.collect("signals", "signal_row")


def _parameters(library: Library, asking: Asking, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set every parameter that is read, before the first week; returns those that are not the library's."""
    asked = [asking.relation(name) for name in _ASKED]
    known = library.parameters(library.order(*asked))
    del known["outcome"]  # each in its turn
    for name in given:
        if name not in known:
            raise RequestError(
                f"evaluate reads no parameter '{name}'{near(name, known)}; "
                "caseboard list parameters shows them."
            )
    values = {name: value for one in asked for name, value in asking.set_parameters(one, {}).items()}
    other = changed(known, values)
    return {name: both for name, both in other.items() if name not in _TOLD_ELSEWHERE}


def _span(asking: Asking, first: date | None, last: date | None) -> tuple[date, date]:
    feeds = asking.run("feed").records()
    since = [row["since"] for row in feeds if row["since"] is not None]
    through = [row["through"] for row in feeds if row["through"] is not None]
    if not since:
        raise RequestError(f"Nothing was entered by {asking.as_of} that could be evaluated.")
    return max(first or min(since), min(since)), min(last or asking.as_of, max(through))


def _found(
    library: Library,
    info: ClinicInfo,
    asking: Asking,
    days: list[date],
    end: date,
    other: dict[str, tuple[Any, Any]],
) -> Evaluation:
    volume = asking.run("volume").records()
    counted = asking.run("replayed").records()[0]
    seen = {row["signal"] for row in volume}
    return Evaluation(
        target=info.target,
        invented=info.invented,
        first_day=days[0],
        last_day=end,
        weeks=len(days),
        people=counted["people"],
        open_weeks=counted["weeks"],
        rounds=counted["rounds"],
        volume=volume,
        outcomes={outcome.stem: outcome.title for outcome in library.outcomes},
        helps={outcome.stem: str(outcome.header.get("help", "")) for outcome in library.outcomes},
        said={outcome.stem: _said(library, outcome, other) for outcome in library.outcomes},
        never=[rule.stem for rule in library.rules if rule.kind != "process" and rule.stem not in seen],
        changed=other,
    )


def _said(library: Library, outcome: Query, other: Mapping[str, tuple[Any, Any]]) -> str:
    """What an outcome says, with the parameters below it that make something else of its words."""
    own = [name for name in library.parameters(library.order(outcome)) if name in other]
    return outcome.say + (f" ({', '.join(f'{name} = {other[name][0]}' for name in own)})" if own else "")


def _judged(outcome: str, rows: list[dict[str, Any]]) -> list[Judged]:
    made: dict[tuple[str, str, str], Judged] = {}
    for row in rows:
        key = (row["signal"], row["subgroup"], row["member"])
        if key not in made:
            made[key] = Judged(
                outcome,
                row["signal"],
                row["side"],
                row["is_same_input"],
                row["subgroup"],
                row["member"],
                {name: None if row[name] is None else int(row[name]) for name in COUNTS},
                {},
                {},
            )
        name = row["figure"]
        made[key].figures[name] = Figure(row["number"], row["low"], row["high"], row["withheld"])
        if row["is_worse"]:
            made[key].worse.append(name)
        made[key].differences[name] = Figure(
            row["difference"], row["difference_low"], row["difference_high"], row["withheld"]
        )
    return list(made.values())
