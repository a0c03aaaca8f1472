"""Texts and names put into SQL whose statements take no parameters, and texts put before a spreadsheet."""

from __future__ import annotations

import re

_FORMULA = re.compile("\ufeff*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_SCREEN_WORD = re.compile(r"[-+o*?_]+")  # letters of drug screens: no formula can be written with them
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def disarmed(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet would run it."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text) and not _SCREEN_WORD.fullmatch(text):
        return "'" + text
    return text


def literal(text: str) -> str:
    """A text as SQL reads it."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as SQL reads it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
