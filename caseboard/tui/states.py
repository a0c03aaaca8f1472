"""What stands on the board when it is not simply a board: loading, an error, nobody. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.titles import replaced
from caseboard.tui.words import Line, Span

if TYPE_CHECKING:
    from caseboard.tui.client.model import ClientPage
    from caseboard.tui.snapshot import Snapshot


BANNER = 4  # lines at most: in the smallest terminal each pane keeps one


def sentence(text: str, width: int, *, tone: str = "", glyph: str = "", most: int = 6) -> list[Line]:
    """A sentence in lines of at most `width` cells, a glyph before its first."""
    return [
        (Span(" " + (glyph if at == 0 else " " * len(glyph)), tone), Span(part, tone))
        for at, part in enumerate(words.wrap(text, width - 2 - len(glyph), most=most))
    ]


def state(snapshot: Snapshot | None, error: str, usual: date | None, width: int) -> list[Line]:
    """In place of the board: why it is not there, and what to do. `usual`: None where no other date can be
    chosen.
    """
    if error:
        other = "" if usual is None else "a goes to another date, "
        again = sentence(f"{other}r tries again, q quits.", width)
        return [*sentence(error, width, tone="alert", glyph="! "), (), *again]
    if snapshot is None:
        return sentence("Loading the board …", width, tone="muted")
    nobody = f"No open clients as of {words.long_day(snapshot.as_of)}."
    rest = "Nobody had an open episode on that day; a goes to another date, r asks again, q quits."
    return [*sentence(nobody, width, tone="strong"), (), *sentence(rest, width)]


def stopped(seen: Snapshot | ClientPage | None) -> str:
    """The sentence about feeds that have stopped; empty where none has."""
    if seen is None or not seen.stale:
        return ""
    feeds = [
        f"{words.label(feed['table_name']).lower()} since {words.day(feed['through'], seen.as_of)} "
        f"({words.plural(feed['days_old'], 'day')})"
        if feed["through"]
        else f"{words.label(feed['table_name']).lower()} (never)"
        for feed in seen.stale
    ]
    nothing = f"Nothing was entered: {', '.join(feeds)}."
    if not seen.is_open:  # there is nobody whose pane could change
        return nothing
    return f"{nothing} On older data, panes and criteria still change with the date."


def banner(seen: Snapshot | ClientPage | None, what: str, error: str, width: int) -> list[Line]:
    """Above a board or a page that could not be loaded again, or whose feeds have stopped. Where there is no
    room for all of it, a part of each is told, and why it could not be loaded is what is cut.
    """
    lines: list[Line] = []
    feeds = stopped(seen)
    if error:
        note = f"What you see is the {what} as it was before; r tries again. {error}"
        most = BANNER // 2 if feeds else BANNER
        lines += sentence(note, width, tone="alert", glyph="! ", most=most)
    if feeds:
        lines += sentence(feeds, width, tone="alert", glyph="! ", most=BANNER - len(lines))
    return lines


def notes(seen: Snapshot | ClientPage, width: int) -> list[str]:
    """Under the title of a board or a page as plain text: what is changed, feeds that have stopped."""
    feeds = stopped(seen)
    told = [*changed(seen), *([f"! {feeds}"] if feeds else [])]
    return [line for note in told for line in ("", *words.wrap(note, width))]


def changed(seen: Snapshot | ClientPage) -> list[str]:
    """What is changed here, as a board or a page knows it, in sentences."""
    return changed_here(seen.changed, seen.info.replaced)


def changed_here(thresholds: Mapping[str, tuple[Any, Any]], files: Sequence[str]) -> list[str]:
    """A sentence about changed thresholds, and one each about rules, measures and other files."""
    told = {"Thresholds": _thresholds(thresholds)}
    told |= {f"{what}s".capitalize(): names for what, names in replaced(files).items()}
    return [f"{what} changed here: {', '.join(names)}." for what, names in told.items() if names]


def _thresholds(changed: Mapping[str, tuple[Any, Any]]) -> list[str]:
    """`no_shows_that_flag = 4 (the library: 2)`, for each threshold that is other than the library's."""
    return [
        f"{textsafe.clean(name)} = {words.number(value, 4)} (the library: {words.number(default, 4)})"
        for name, (value, default) in sorted(changed.items())
    ]
