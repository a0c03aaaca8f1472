"""Small pieces that the sections of the page are written with: lines of at most a width."""

from __future__ import annotations

from typing import Any

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.words import Line, Span, line

_MOST = 4  # lines for one text, so that one long entry cannot push the others out


def para(text: Any, width: int, *, tone: str = "", indent: int = 0, most: int = _MOST) -> list[Line]:
    """A text in lines."""
    return [
        line(Span(" " * indent), Span(part, tone)) if indent else line(Span(part, tone))
        for part in words.wrap(text, width - indent, most=most)
    ]


def item(
    glyph: str, tone: str, text: Any, width: int, *, strong: bool = False, most: int = _MOST
) -> list[Line]:
    """A text behind a glyph, its further lines indented."""
    head, *rest = words.wrap(text, width - 3, most=most)
    style = "strong" if strong else ""
    first = line(Span(textsafe.fit(glyph, 3), tone), Span(head, style))
    return [first, *(line("   ", Span(part, style)) for part in rest)]


def pair(
    name: str, value: Any, width: int, *, head: int = 11, tone: str = "", most: int = _MOST
) -> list[Line]:
    """A name and its value beside it."""
    head = min(head, max(width // 2, 4))
    parts = words.wrap(value, width - head, most=most)
    first = line(Span(textsafe.fit(name, head), "muted"), Span(parts[0], tone))
    return [first, *(line(" " * head, Span(part, tone)) for part in parts[1:])]


def nothing(sentence: str, width: int) -> list[Line]:
    """Why a section is empty."""
    return para(sentence, width, tone="muted")


def not_there(reason: str, lacks: bool, width: int) -> list[Line]:
    """Why there are no rows: a query that failed has a glyph, one that the library lacks has none."""
    return nothing(reason, width) if lacks else item("!", "alert", reason, width)


def joined(parts: list[str], separator: str = " · ") -> str:
    """The parts that say something."""
    return separator.join(part for part in parts if part)
