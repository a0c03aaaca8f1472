"""Everything on screen in ASCII, for terminals and fonts that have nothing else.

`filters.Ascii` puts it over every line that is painted, borders, scroll bars and palette included, so that
nothing can be forgotten. A sign of ours has an ASCII sign of its own, in the same number of cells; what else
is not ASCII loses its accents, or is a question mark. No Textual here.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping

from caseboard import textsafe

_SIGNS = {
    "▲": "^", "▼": "v", "✓": "Y", "✗": "x", "●": "*", "○": "o", "·": ".", "…": "~", "→": ">", "←": "<",
    "↑": "^", "↓": "v", "×": "x", "▌": ">", "■": "#", "□": ".", "⏎": "<", "“": '"', "”": '"', "‘": "'",
    "’": "'", "–": "-", "—": "-", "−": "-", "░": ".", "▒": ":", "▓": "#", "▀": '"', "▶": ">", "⏵": ">",
    "▸": ">", "▾": "v", "›": ">", "◆": "#",
}  # fmt: skip
_RUNS = (
    ("▁▂▃▄▅▆▇█", "_.,:=+*#"),
    ("─╌┄┈╶╴⎯▔", "-" * 8),
    ("━═╺╸", "=" * 4),
    ("│┃╎┆┊║▏▕▎▍▐▊┤├", "|" * 14),
    ("┌┐└┘┏┓┗┛╭╮╰╯┬┴┼╔╗╚╝┠┨", "+" * 21),
)
_TABLE = {
    **_SIGNS,
    **{sign: bare for signs, plains in _RUNS for sign, bare in zip(signs, plains, strict=True)},
}

_KEYS = str.maketrans({"↑": "up", "↓": "down", "→": "right", "←": "left", "⏎": "enter"})


def wanted(
    environment: Mapping[str, str] = os.environ,
    utf8_mode: int = sys.flags.utf8_mode,
    encoding: str = "utf-8",
) -> bool:
    """Whether this terminal or this locale asks for ASCII. `encoding`: that of the stream that is drawn on;
    what it lacks would be drawn as `\\u2026`, as where the locale is a bare `de_DE`.

    Where the locale is C, Python goes over to UTF-8 and sets LC_CTYPE for itself; the user's word is LANG.
    """
    if environment.get("TERM") == "dumb" or "utf" not in encoding.lower():
        return True
    pythons = utf8_mode and environment.get("LC_CTYPE") == "C.UTF-8"
    names = [environment.get(name, "") for name in ("LC_ALL", *(() if pythons else ("LC_CTYPE",)), "LANG")]
    locale = next((name for name in names if name), "")
    return locale in ("C", "POSIX") or ("." in locale and "utf" not in locale.lower())


def keys(shown: str) -> str:
    """How keys read in ASCII: `up k`, where the sign for an arrow would read as a key of its own."""
    return shown.translate(_KEYS)


def plain(text: str) -> str:
    """A text in ASCII, as many cells wide as it was."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else _one(char) for char in text)


def _one(char: str) -> str:
    known = _TABLE.get(char)
    if known is not None:
        return known
    if 0x2800 <= ord(char) <= 0x28FF:
        return "*" if char != "\u2800" else " "
    width = textsafe.width(char)
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", char) if part.isascii() and part.isprintable()
    )
    return (bare or "?" * width)[:width].ljust(width)
