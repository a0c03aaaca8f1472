"""What stands on the board when it is not simply a board: loading, an error, nobody. No Textual here."""

from __future__ import annotations

from caseboard.tui import words
from caseboard.tui.snapshot import Snapshot
from caseboard.tui.words import Line, Span


def sentence(text: str, width: int, *, tone: str = "", glyph: str = "") -> list[Line]:
    """A sentence in lines of at most `width` cells, a glyph before its first."""
    return [
        (Span(" " + (glyph if at == 0 else " " * len(glyph)), tone), Span(part, tone))
        for at, part in enumerate(words.wrap(text, width - 2 - len(glyph), most=6))
    ]


def state(snapshot: Snapshot | None, error: str, width: int) -> list[Line]:
    """In place of the board: why it is not there, and what to do."""
    if error:
        again = sentence("r tries again, q quits.", width)
        return [*sentence(error, width, tone="alert", glyph="! "), (), *again]
    if snapshot is None:
        return sentence("Loading the board …", width, tone="muted")
    nobody = f"No open clients as of {words.long_day(snapshot.as_of)}."
    rest = "Nobody had an open episode on that day; r asks again, q quits."
    return [*sentence(nobody, width, tone="strong"), (), *sentence(rest, width)]


def banner(error: str, width: int) -> list[Line]:
    """Above a board that could not be loaded again."""
    note = f"{error} What you see is the board as it was before; r tries again."
    return sentence(note, width, tone="alert", glyph="! ")
