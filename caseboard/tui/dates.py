"""The date that a user types. No Textual here."""

from __future__ import annotations

import re
from datetime import date, timedelta

from caseboard import textsafe
from caseboard.errors import lies_ahead

EXAMPLE = "2026-02-22, or -21 for 21 days before"
_BACK = re.compile(r"[-\u2212]\s*(\d{1,5})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(text: str, usual: date) -> date | str | None:
    """The day that was meant; None for the usual one (nothing typed); a sentence where it is no day."""
    text = text.strip()
    if not text:
        return None
    back = _BACK.fullmatch(text)
    try:
        if back:
            found = usual - timedelta(days=int(back[1]))
        elif _ISO.fullmatch(text):
            found = date.fromisoformat(text)
        else:
            return f"“{textsafe.clean(text, limit=20)}” is no date; type {EXAMPLE}."
    except ValueError:
        return f"There is no day {textsafe.clean(text, limit=20)}; type {EXAMPLE}."
    if found > usual:
        return lies_ahead(found, usual)
    return None if found == usual else found
