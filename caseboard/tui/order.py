"""Why a client stands where they stand, and what rules and order are worth here. No Textual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from caseboard import textsafe
from caseboard.tui import ports, words
from caseboard.tui.snapshot import Row, rows_of
from caseboard.tui.words import Line, Span, line

NAME = "priority"
UNKNOWN = "Not known before caseboard evaluate --keep has run on this clinic."
OUTDATED = "Its SQL or a threshold was another then; caseboard evaluate --keep looks again"


@dataclass(frozen=True)
class Standing:
    """The parts of one client's priority, each rule's record here, and the sentence on the order."""

    parts: tuple[Row, ...]
    records: Mapping[str, tuple[Row, ...]]
    tested: str
    outdated: frozenset[str]  # signals that are no longer what they were when their record was made


def standing(clinic: ports.Clinic, client_id: str, as_of: date) -> Standing:
    """Ask for them. Raises what the clinic raises."""
    with clinic.asking(as_of, {"of_client": client_id}) as asking:
        parts = rows_of(asking.run("client/priority", {"client_id": client_id}))
        told = rows_of(asking.run("panes/record"))
        tested = tested_words(clinic, asking.run("panes/order_tested"))
    records: dict[str, tuple[Row, ...]] = {}
    for row in told:
        records[str(row["rule"])] = (*records.get(str(row["rule"]), ()), row)
    outdated = frozenset(rule for rule, rows in records.items() if _is_outdated(clinic, rule, rows[0]))
    return Standing(parts, records, tested, outdated)


def tested_words(clinic: ports.Clinic, result: ports.Result) -> str:
    """What `panes/order_tested` says, and whether the order has been another one since."""
    (row,) = rows_of(result)
    outdated = row["is_tested"] and _is_outdated(clinic, NAME, row)
    return f"{row['words']}. {OUTDATED}" if outdated else str(row["words"])


def _is_outdated(clinic: ports.Clinic, signal: str, row: Row) -> bool:
    return bool(row["definition"] != clinic.definition(signal))


def points(number: object) -> str:
    """`8.23 points`, `1 point`."""
    said = words.number(number, 2)
    said = said.rstrip("0") if "." in said else said
    return f"{said} {'point' if number == 1 else 'points'}"


def told_lines(found: Standing | None, rule: str, error: str, width: int) -> list[Line]:
    """What is told of a rule, or of the order itself, besides its row and its SQL."""
    return order_lines(found, error, width) if rule == NAME else record_lines(found, rule, width)


def order_lines(found: Standing | None, error: str, width: int) -> list[Line]:
    """Each part of the priority with its points, their sum, the record of the order."""
    if found is None:
        return words.wrapped(error or "Being asked for.", width, "muted")
    lines: list[Line] = []
    total = found.parts[0]["priority"] if found.parts else 0
    for row in found.parts:
        lines += words.wrapped(f"{textsafe.clean(row['title'])}. {textsafe.clean(row['because'])}", width)
    lines += words.wrapped(f"{points(total)} together; more is sooner.", width, "strong")
    lines += words.wrapped(
        "An unanswered safety flag comes first in its pane whatever the points.", width, "muted"
    )
    return [*lines, line(""), *words.wrapped(found.tested, width), *record_lines(found, NAME, width)]


def record_lines(found: Standing | None, rule: str, width: int) -> list[Line]:
    """How a rule did on this clinic's own history."""
    if found is None:
        return []
    lines = [line(""), line(Span("Its own record here", "title"))]
    rows = found.records.get(rule, ())
    if not rows:
        never = (
            "Never met in the history that was looked at, or too seldom to say." if found.records else UNKNOWN
        )
        return [*lines, *words.wrapped(never, width, "muted")]
    for row in rows:
        lines += words.wrapped(row["words"], width)
    if rule in found.outdated and not (rule == NAME and OUTDATED in found.tested):  # said once
        lines += words.wrapped(f"{OUTDATED}.", width, "strong")
    if any(row["same_input"] for row in rows):
        lines += words.wrapped("Some of it is defined by what the rule itself reads.", width, "muted")
    return lines
