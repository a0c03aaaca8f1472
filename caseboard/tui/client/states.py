"""What stands on the page when it is not simply a page: loading, an error, nobody. No Textual here."""

from __future__ import annotations

from caseboard.tui import states, words
from caseboard.tui.client.model import ClientPage
from caseboard.tui.words import Line


def state(page: ClientPage | None, error: str, who: str, width: int) -> list[Line]:
    """In place of the page: why it is not there, and what to do."""
    again = states.sentence("r tries again, esc goes back to the board.", width)
    if error:
        return [*states.sentence(error, width, tone="alert", glyph="! "), (), *again]
    if page is None:
        return states.sentence("Loading the page …", width, tone="muted")
    return [*states.sentence(closed(page, who), width, tone="strong"), (), *again]


def closed(page: ClientPage, who: str) -> str:
    """The sentence about a client who has no open episode on the day."""
    return f"{who} has no open episode as of {words.long_day(page.as_of)}."
